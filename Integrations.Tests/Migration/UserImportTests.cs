using Integrations.Connectors.Contracts;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Migration;
using Integrations.Core.Storage.KeyRing;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Migration;

/// <summary>004's migration of users with integrations inside: complete, repeatable, and honest about what it could not do.</summary>
public sealed class UserImportTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Users = """
        {"email":"user@ours.test","integrations":{"github":{"isConnected":true,"accessToken":"gho_old","scope":["repo","read:user"],"externalUsername":"olduser","connectedAt":"2024-01-01T00:00:00Z","status":"active","settings":{"a":1}},"googleCalendar":{"isConnected":true,"accessToken":"ya29.old","refreshToken":"1//old","tokenExpiry":"2024-01-31T00:00:00Z","errorCount":2,"lastError":"Token expired"},"slack":{"isConnected":false}}}
        this line is broken
        {"email":"stranger@nowhere.test","integrations":{"github":{"isConnected":true,"accessToken":"x"}}}
        {"email":"other@ours.test","integrations":{"n8n":{"accessToken":"x"},"dropbox":{"isConnected":true}}}
        {"noEmail":true}
        """;

    [Fact]
    public async Task Import_BringsEverythingOver_SaysWhatItCouldNot_AndASecondRunChangesNothing()
    {
        var dry = await RunAsync(dryRun: true);
        Assert.False(await hub.WithDatabaseAsync(db => db.Instances.AnyAsync(i => i.OwnerUserId == hub.User.UserId)));

        var first = await RunAsync(dryRun: false);
        var second = await RunAsync(dryRun: false);

        Assert.Equal([ImportOutcome.Imported, ImportOutcome.Imported, ImportOutcome.NothingToImport, ImportOutcome.Failed, ImportOutcome.Failed, ImportOutcome.Failed, ImportOutcome.Failed, ImportOutcome.Failed], first.Select(r => r.Outcome));
        Assert.Equal(first.Select(r => r.Outcome), dry.Select(r => r.Outcome));
        Assert.Equal(2, second.Count(r => r.Outcome == ImportOutcome.AlreadyThere));
        Assert.All(first.Where(r => r.Outcome == ImportOutcome.Failed), r => Assert.NotNull(r.Reason));

        var connections = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().Where(c => c.UserId == hub.User.UserId).OrderBy(c => c.ProviderKey).ToListAsync());
        Assert.Equal(["github", "google_calendar"], connections.Select(c => c.ProviderKey));
        var (github, calendar) = (connections[0], connections[1]);
        Assert.Equal("olduser", github.AccountUsername);
        Assert.Equal(["repo", "read:user"], github.Scopes);
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), github.ConnectedAt);
        Assert.Equal(1, (int?)github.Settings["a"]);
        Assert.Equal("gho_old", hub.Get<CredentialVault>().Open(github)!.Token.Reveal());
        Assert.Equal((2, "Token expired", true), (calendar.ErrorCount, calendar.LastError, calendar.IsRefreshable));
        Assert.Equal("1//old", hub.Get<CredentialVault>().Open(calendar)!.Find(VendorCredential.RefreshToken)!.Reveal());
        Assert.Equal(2, (await hub.Get<IntegrationActions>().GetUserIntegrationsAsync(hub.User, default)).Value.Count);
    }

    [Fact]
    public void CleanUp_RemovesWhatWasImported_AndLeavesEveryOtherCharacterOfBrokenLines()
    {
        var cleaned = LegacyUserFile.WithoutImported(Users, new HashSet<(int, string)> { (1, "github"), (1, "google_calendar") });

        Assert.DoesNotContain("gho_old", cleaned, StringComparison.Ordinal);
        Assert.DoesNotContain("1//old", cleaned, StringComparison.Ordinal);
        Assert.Contains("slack", cleaned, StringComparison.Ordinal);
        Assert.Equal(Users.Split('\n').Skip(1), cleaned.Split('\n').Skip(1));
    }

    [Fact]
    public void Read_AnArray_GivesItsUsers_AndABrokenOneSaysWhere()
    {
        Assert.Equal("a@x.test", LegacyUserFile.Read("""[{"email":"a@x.test","integrations":{}}]""").Single().Email);
        Assert.NotNull(LegacyUserFile.Read("[{\"email\":").Single().Failure);
    }

    private async Task<List<ImportedRecord>> RunAsync(bool dryRun)
    {
        var records = new List<ImportedRecord>();
        await foreach (var record in hub.Get<UserImport>().RunAsync(LegacyUserFile.Read(Users), dryRun, default))
        {
            records.Add(record);
        }

        return records;
    }
}
