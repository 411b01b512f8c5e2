using Integrations.Core.Management;
using Integrations.Core.Migration;
using Integrations.Core.Permissions;
using Integrations.Core.Storage.KeyRing;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Migration;

public sealed class MigrationServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private VendorBench _vendors = null!;
    private CoreHub _hub = null!;
    private MigrationService _migration = null!;

    public async ValueTask InitializeAsync()
    {
        _vendors = await VendorBench.StartAsync("github");
        _hub = await CoreHub.StartAsync(vendors: _vendors.Server);
        _migration = _hub.Get<MigrationService>();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _vendors.DisposeAsync();
    }

    [Fact]
    public async Task Check_NothingOld_NeedsNothing()
    {
        Assert.Equal(new MigrationStatus(false, false, false, false, false), (await _migration.CheckMigrationStatusAsync(_hub.User, None)).Value);
        Assert.Equal("migration.nothing_to_migrate", (await _migration.MigrateJiraIntegrationAsync(_hub.User, None)).Failure?.Code);
    }

    [Fact]
    public async Task Migrate_BothKinds_MakesWorkingIntegrationsOfTheUser()
    {
        await AddAsync(_hub.User, "jira", SandboxFields("jira", SandboxAccounts.Ada));
        await AddAsync(_hub.User, "github", SandboxFields("github", SandboxAccounts.Ada));
        Assert.Equal(new MigrationStatus(true, true, true, false, false), (await _migration.CheckMigrationStatusAsync(_hub.User, None)).Value);

        var jira = (await _migration.MigrateJiraIntegrationAsync(_hub.User, None)).Value;
        var github = (await _migration.MigrateGithubIntegrationAsync(_hub.User, None)).Value;

        Assert.Equal(new MigrationStatus(false, true, true, true, true), (await _migration.CheckMigrationStatusAsync(_hub.User, None)).Value);
        var own = (await _hub.Get<IntegrationActions>().GetUserIntegrationsAsync(_hub.User, None)).Value;
        Assert.Equal(new[] { github, jira }.Order(), own.Select(view => view.Id).Order());
        Assert.All(own, view => Assert.NotNull(view.Connection?.Account));
        Assert.Empty((await _hub.Get<IntegrationActions>().GetUserIntegrationsAsync(_hub.OtherUser, None)).Value);
    }

    [Fact, Proves("RI3")]
    public async Task Migrate_TwiceAndAtOnce_MakesOneIntegration()
    {
        await AddAsync(_hub.User, "github", SandboxFields("github", SandboxAccounts.Ada));

        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _migration.MigrateGithubIntegrationAsync(_hub.User, None)));
        var again = await _migration.MigrateGithubIntegrationAsync(_hub.User, None);

        Assert.Equal(again.Value, Assert.Single(ids.Select(id => id.Value).Distinct()));
        Assert.Single((await _hub.Get<IntegrationActions>().GetUserIntegrationsAsync(_hub.User, None)).Value);
    }

    [Fact]
    public async Task Migrate_CredentialThatTheVendorRefuses_KeepsTheDataAndSaysWhy()
    {
        var fields = new Dictionary<string, string>(SandboxFields("github", SandboxAccounts.Ada), StringComparer.Ordinal);
        fields[fields.First(f => f.Value.StartsWith("ghp_", StringComparison.Ordinal)).Key] = "ghp_nobodys";
        await AddAsync(_hub.User, "github", fields);

        var refused = await _migration.MigrateGithubIntegrationAsync(_hub.User, None);

        Assert.Equal("Connection test failed. Please check your credentials.", refused.Failure?.Message);
        var kept = await _hub.WithDatabaseAsync(db => db.LegacyCredentials.SingleAsync());
        Assert.NotNull(kept.Ciphertext);
        Assert.NotNull(kept.LastFailure);
        Assert.Null(kept.MigratedAt);
        Assert.DoesNotContain("ghp_nobodys", kept.LastFailure, StringComparison.Ordinal);
        Assert.True((await _migration.CheckMigrationStatusAsync(_hub.User, None)).Value.NeedsMigration);
    }

    [Fact, Proves("T4")]
    public async Task Migrate_UnreadableCredential_KeepsItAndSaysSo()
    {
        await _hub.WithDatabaseAsync(db =>
        {
            db.LegacyCredentials.Add(Legacy(_hub.User, "jira", "not ours"));
            return db.SaveChangesAsync();
        });

        Assert.Equal("migration.unreadable", (await _migration.MigrateJiraIntegrationAsync(_hub.User, None)).Failure?.Code);
    }

    [Fact, Proves("A1")]
    public async Task Migrate_NeverTouchesAnotherUsersCredential()
    {
        await AddAsync(_hub.User, "github", SandboxFields("github", SandboxAccounts.Ada));

        Assert.Equal("migration.nothing_to_migrate", (await _migration.MigrateGithubIntegrationAsync(_hub.Admin, None)).Failure?.Code);
        Assert.False((await _migration.CheckMigrationStatusAsync(_hub.Stranger, None)).Value.HasGithub);
    }

    [Fact]
    public async Task MigrateAll_OneFails_BringsOverTheOthers_AndCleanUpErasesOnlyThose()
    {
        await AddAsync(_hub.User, "github", SandboxFields("github", SandboxAccounts.Ada));
        await AddAsync(_hub.OtherUser, "jira", new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "wrong" });

        var summary = await _migration.MigrateAllAsync(None);
        var erased = await _migration.CleanUpAsync(None);

        Assert.Equal((1, 1, 1), (summary.Migrated, summary.Failures.Count, erased));
        var left = await _hub.WithDatabaseAsync(db => db.LegacyCredentials.SingleAsync(c => c.Ciphertext != null));
        Assert.Equal(_hub.OtherUser.UserId, left.UserId);
        Assert.True((await _migration.CheckMigrationStatusAsync(_hub.User, None)).Value.MigratedGithub);
    }

    private IReadOnlyDictionary<string, string> SandboxFields(string provider, SandboxAccount account) => _vendors.Server.Credentials
        .Where(credential => credential.Provider == provider && credential.Kind != "oauth2" && credential.Account == account.Email)
        .MaxBy(credential => credential.Fields.Count)!.Fields;

    private Task<int> AddAsync(Caller caller, string provider, IReadOnlyDictionary<string, string> fields) => _hub.WithDatabaseAsync(db =>
    {
        var id = Guid.CreateVersion7();
        db.LegacyCredentials.Add(Legacy(caller, provider, LegacyVault.Protect(_hub.Get<CredentialVault>(), caller.OrganizationId!.Value, id, fields), id));
        return db.SaveChangesAsync();
    });

    private static LegacyCredential Legacy(Caller caller, string provider, string ciphertext, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(),
        OrganizationId = caller.OrganizationId!.Value,
        UserId = caller.UserId!.Value,
        ProviderKey = provider,
        Ciphertext = ciphertext,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
