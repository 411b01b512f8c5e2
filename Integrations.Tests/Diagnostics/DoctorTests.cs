using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Diagnostics.Checks;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Diagnostics;

/// <summary>What the doctor finds, in a hub that is well and in broken ones; the verb as the operator runs it.</summary>
public sealed class DoctorTests
{
    private static readonly Caller Operator = new(null, null, Role.SuperAdmin);

    [Fact]
    public async Task Doctor_HubThatIsWell_FindsNothingToPutRight()
    {
        await using var hub = new HubApp();
        await hub.InitializeAsync();

        var findings = await ExamineAsync(hub);

        Assert.Equal(FindingSeverity.Ok, findings.Single(f => f.Check == "Settings").Severity);
        Assert.DoesNotContain(findings, f => f.Severity == FindingSeverity.Error && f.Check != "Disk");
        // A machine that is shared may be slow to answer.
        Assert.Contains(findings, f => f.Check == "Database");
        Assert.DoesNotContain(findings, f => f is { Check: "Database", Severity: FindingSeverity.Error });
        // Only SQLite has that file.
        Assert.All(findings.Where(f => f.Check == "Write-ahead log"), log => Assert.Equal(FindingSeverity.Ok, log.Severity));
        Assert.Equal(HubDatabase.IsPostgresRound ? 0 : 1, findings.Count(f => f.Check == "Write-ahead log"));
        Assert.Equal(FindingSeverity.Ok, findings.Single(f => f.Check == "Key ring").Severity);
        // A machine that is busy hears of the vendors' time late, and of some vendors too late: it is not broken for that.
        Assert.Contains(findings, f => f.Check == "Clock");
        Assert.DoesNotContain(findings, f => f is { Check: "Clock", Severity: FindingSeverity.Error });
        Assert.Contains(findings, f => f is { Check: "Vendors", Severity: not FindingSeverity.Error });
        Assert.All(findings.Where(f => f.Severity != FindingSeverity.Ok), f => Assert.NotNull(f.Remedy));
    }

    [Theory]
    [InlineData("Hub:PublicOrigin", "http://hub.example.org", "Public address", "https")]
    [InlineData("Egress:AllowedPrivateNetworks:0", "0.0.0.0/0", "Egress", "0.0.0.0/0")]
    public async Task Doctor_BrokenSetting_IsNamedWithItsFix(string key, string value, string check, string named)
    {
        await using var hub = new HubApp().With(key, value);
        await hub.InitializeAsync();

        var finding = (await ExamineAsync(hub)).Single(f => f.Check == check);

        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Contains(named, finding.Message, StringComparison.Ordinal);
        Assert.NotNull(finding.Remedy);
    }

    [Fact]
    public async Task Doctor_CredentialsOfAnotherKey_AreCounted_AndMissingMigrationsToo()
    {
        await using var hub = new ConnectedHub();
        await hub.InitializeAsync();
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Ciphertext, "moved-from-elsewhere")));

        var ring = (await hub.Get<Doctor>().ExamineAsync(Operator, default)).Value.Single(f => f.Check == "Key ring");
        Assert.Equal(FindingSeverity.Error, ring.Severity);
        Assert.Contains("1 of 1", ring.Message, StringComparison.Ordinal);

        await hub.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '%ChainAuditEntries'"""));
        var older = (await hub.Get<Doctor>().ExamineAsync(Operator, default)).Value;
        Assert.Contains("migrations are missing", older.Single(f => f.Check == "Database").Message, StringComparison.Ordinal);
        await hub.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20991231000000_OfANewerProgram', '99')"""));
        var newer = (await hub.Get<Doctor>().ExamineAsync(Operator, default)).Value;
        Assert.Contains("newer program", newer.Single(f => f.Check == "Database").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_DatabaseThatAnswersLate_IsBusy_AndNotBroken()
    {
        await using var hub = new HubApp();
        await hub.InitializeAsync();
        var late = new LateOnce(hub.Services.GetRequiredService<IDbContextFactory<Core.Storage.IntegrationsDbContext>>());
        var doctor = ActivatorUtilities.CreateInstance<Doctor>(hub.Services, ActivatorUtilities.CreateInstance<DatabaseCheck>(hub.Services, late));

        var findings = (await doctor.ExamineAsync(Operator, default)).Value.Where(f => f.Check == "Database").ToList();

        Assert.DoesNotContain(findings, f => f.Severity == FindingSeverity.Error);
        Assert.Contains(findings, f => f.Severity == FindingSeverity.Warning && f.Message.ToString().Contains("busy", StringComparison.Ordinal));
    }

    [Fact, Proves("A2")]
    public async Task Doctor_IsForSuperAdministratorsOnly()
    {
        await using var hub = new ConnectedHub();
        await hub.InitializeAsync();

        Assert.Equal(FailureKind.Forbidden, (await hub.Get<Doctor>().ExamineAsync(hub.Admin, default)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, hub.Get<ObjectiveWatch>().Look(hub.Admin).Failure!.Kind);
    }

    [Fact]
    public async Task Verb_DatabaseThatIsDown_EndsWithOne_AndSaysWhatToDo()
    {
        // Nothing listens at this port.
        var (code, said) = await RunAsync(new()
        {
            ["Database__Provider"] = "Postgres",
            ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["ConnectionStrings__Integrations"] = "Host=127.0.0.1;Port=1;Database=hub;Username=hub;Password=c4nary;Timeout=2",
        });

        Assert.True(code == 1, said);
        Assert.Contains("ERROR    Database: It does not answer", said, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Integrations", said, StringComparison.Ordinal);
        Assert.DoesNotContain("c4nary", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_HubThatIsWell_EndsWithZero()
    {
        await using var hub = new HubApp();
        await hub.InitializeAsync();
        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<Core.Storage.IntegrationsDbContext>>().CreateDbContextAsync();

        var (code, said) = await RunAsync(new()
        {
            ["Database__Provider"] = HubDatabase.IsPostgresRound ? "Postgres" : "Sqlite",
            ["ConnectionStrings__Integrations"] = db.Database.GetConnectionString()!,
        });

        Assert.True(code == 0, said);
        Assert.Contains("Nothing has to be put right.", said, StringComparison.Ordinal);
        Assert.Contains("Checklist: Mail: The hub sends no mail", said, StringComparison.Ordinal);
        Assert.Contains("Checklist: Restore", said, StringComparison.Ordinal);
    }

    [Fact, Proves("RO5")]
    public async Task Objectives_Page_ShowsEachWithItsState()
    {
        await using var hub = new HubApp();
        await hub.InitializeAsync();
        using var client = await hub.SignedInAsync("super@demo.test");
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

        using var answer = await client.GetAsync(new Uri("/objectives", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("The API does not fail", page, StringComparison.Ordinal);
        Assert.Contains("Deliveries start in time", page, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(HubApp hub) =>
        (await hub.Services.GetRequiredService<Doctor>().ExamineAsync(Operator, default)).Value;

    private static Task<(int Code, string Said)> RunAsync(Dictionary<string, string> settings) => WebProcess.RunToEndAsync([WebProcess.Program(), "doctor"], settings);

    /// <summary>Its first answer comes after the doctor's patience.</summary>
    private sealed class LateOnce(IDbContextFactory<Core.Storage.IntegrationsDbContext> inner) : IDbContextFactory<Core.Storage.IntegrationsDbContext>
    {
        private int _asked;

        public Core.Storage.IntegrationsDbContext CreateDbContext() => inner.CreateDbContext();

        public Task<Core.Storage.IntegrationsDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            Interlocked.Increment(ref _asked) == 1
                ? Task.FromException<Core.Storage.IntegrationsDbContext>(new OperationCanceledException("patience"))
                : inner.CreateDbContextAsync(cancellationToken);
    }
}
