using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Search;
using Integrations.Core.Storage.KeyRing;
using Integrations.Sandbox.Slack;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Connections;

/// <summary>RELIABILITY F: one refresh per expiry, however many need it.</summary>
public sealed class TokenRefreshTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Provider = "microsoft_outlook";

    [Fact, Proves("F2")]
    public async Task HundredCallersNeedingOneExpiredToken_OneRefreshAtTheVendor()
    {
        var id = await ExpiredAsync();
        var before = Refreshes();

        var tested = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => hub.Get<ConnectionService>().TestAsync(hub.Admin, id, default)));

        Assert.All(tested, t => Assert.True(t.Value.Success, t.Value.Failure?.Message));
        Assert.Equal(before + 1, Refreshes());
    }

    [Fact, Proves("F2")]
    public async Task TwoProcessesOnOneDatabase_OneRefreshAtTheVendor()
    {
        var id = await ExpiredAsync();
        var second = await ConnectedHub.SecondProcessOfAsync(hub);
        var before = Refreshes();

        var tested = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => (n % 2 == 0 ? hub : second).Get<ConnectionService>().TestAsync(hub.Admin, id, default)));

        Assert.All(tested, t => Assert.True(t.Value.Success, t.Value.Failure?.Message));
        Assert.Equal(before + 1, Refreshes());
    }

    [Theory, Proves("F1")]
    [InlineData(90, 0)]
    [InlineData(30, 1)]
    public async Task CallerWithAMinuteLeft_WaitsForNoRefresh(int secondsLeft, int refreshes)
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c
            .SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(secondsLeft)).SetProperty(x => x.RefreshAt, DateTimeOffset.UtcNow.AddHours(1))));
        var before = Refreshes();

        Assert.True((await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, default)).Value.Success);

        Assert.Equal(before + refreshes, Refreshes());
    }

    [Fact, Proves("R10")]
    public async Task TokenRefusedBeforeItsTime_OneRefreshAndOneRepeat()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var before = Refreshes();
        hub.Sandbox.State.OAuth(Ledger).ExpireAccessTokens();

        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest(null, 5), default);

        Assert.True(found.IsSuccess, found.Failure?.Message);
        Assert.Equal(before + 1, Refreshes());
    }

    [Fact, Proves("R11")]
    public async Task Refresh_GrantRevokedAtTheVendor_EndsTheConnectionAndSaysReconnect()
    {
        var id = await ExpiredAsync();
        hub.Sandbox.State.AnswerNext("login.microsoftonline.com", 400, """{"error":"invalid_grant","error_description":"The grant was revoked."}""");

        var tested = await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, default);

        Assert.False(tested.Value.Success);
        var connection = await hub.WithDatabaseAsync(db => db.Connections.SingleAsync(c => c.InstanceId == id));
        Assert.Equal(ConnectionStatus.Expired, connection.Status);
        Assert.Contains("Reconnect", connection.LastError, StringComparison.Ordinal);
    }

    [Fact, Proves("F4")]
    public async Task DatabaseRefusesAfterTheVendorAnswered_WaitersHearOfItOnlyOnceItIsCommitted()
    {
        var id = await ExpiredAsync();
        var (before, version) = (Refreshes(), await VersionAsync(id));
        await SqlAsync(HubDatabase.IsPostgresRound
            ? """
              CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk I/O error'; END $$;
              CREATE TRIGGER refuse BEFORE UPDATE OF "TokenVersion" ON "Connections" FOR EACH ROW EXECUTE FUNCTION refuse();
              """
            : "CREATE TRIGGER refuse BEFORE UPDATE OF TokenVersion ON Connections BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END");

        var waiting = hub.Get<ConnectionService>().TestAsync(hub.Admin, id, default);
        await Eventually.ValueAsync(() => Task.FromResult(Journal()), entries => entries == 1);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(version, await VersionAsync(id));
        await SqlAsync(HubDatabase.IsPostgresRound ? """DROP TRIGGER refuse ON "Connections"; DROP FUNCTION refuse()""" : "DROP TRIGGER refuse");

        Assert.True((await waiting).Value.Success);
        Assert.Equal((version + 1, before + 1, 0), (await VersionAsync(id), Refreshes(), Journal()));
    }

    [Fact, Proves("F4")]
    public async Task AnswerStillInTheJournal_IsUsedInsteadOfAskingAgain()
    {
        var id = await ExpiredAsync();
        var connection = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));
        hub.Get<RefreshJournal>().Write(connection, hub.Get<CredentialVault>().OpenFields(connection)!, DateTimeOffset.UtcNow.AddHours(1));
        var before = Refreshes();

        Assert.True((await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, default)).Value.Success);

        Assert.Equal((connection.TokenVersion + 1, before, 0), (await VersionAsync(id), Refreshes(), Journal()));
    }

    [Fact, Proves("R10")]
    public async Task RefusalInsideA200_RefreshesAndRepeatsAsA401Does()
    {
        // Only this client of the sandbox's has token rotation switched on, as a Slack app may.
        var client = SlackOAuth.RotatingClient;
        hub.Get<IOptions<ProvidersOptions>>().Value["slack"] = new ProviderClientOptions { ClientId = client.ClientId, ClientSecret = client.ClientSecret };
        var id = await hub.SignInAtVendorAsync(hub.Admin, "slack");
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddHours(6))));
        var ledger = hub.Sandbox.State.OAuth("slack");
        var before = ledger.Refreshes;
        ledger.ExpireAccessTokens();

        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest(null, 5), default);

        Assert.True(found.IsSuccess, found.Failure?.Message);
        Assert.Equal(before + 1, ledger.Refreshes);
    }

    [Theory, Proves("F3"), InlineData(20), InlineData(31)]
    public async Task WinnerThatTakesItsTime_IsWaitedFor_AndItsTokenIsUsed_EvenAtTheLastMoment(int seconds)
    {
        var id = await ExpiredAsync();
        var before = Refreshes();
        var clock = new MovableClock(DateTimeOffset.UtcNow);
        // Another process has the lease.
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.RefreshLeaseBy, "other").SetProperty(x => x.RefreshLeaseUntil, clock.GetUtcNow().AddHours(1))));
        var connection = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));
        var loser = ActivatorUtilities.CreateInstance<TokenRefresh>(hub.Services, clock);

        var waiting = loser.OnceAsync(connection.Id, connection.TokenVersion, default);
        await Eventually.ValueAsync(() => Task.FromResult(clock.Waiting), count => count > 0);
        Assert.False(waiting.IsCompleted);
        var fields = hub.Get<CredentialVault>().OpenFields(connection)!;
        fields["accessToken"] = "of-the-winner";
        var ciphertext = hub.Get<CredentialVault>().Protect(connection.OrganizationId, connection.Id, fields);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Ciphertext, ciphertext).SetProperty(x => x.TokenVersion, x => x.TokenVersion + 1)));
        clock.Advance(TimeSpan.FromSeconds(seconds));

        var used = await waiting;
        Assert.True(used.IsSuccess, used.Failure?.ToString());
        Assert.True(used.Value.Token.Matches("of-the-winner"));
        Assert.Equal(before, Refreshes());
    }

    [Fact, Proves("F3")]
    public async Task WinnerThatNeverCommits_IsGivenUpAsSlow_AfterTheLeasesTime()
    {
        var id = await ExpiredAsync();
        var before = Refreshes();
        var clock = new MovableClock(DateTimeOffset.UtcNow);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.RefreshLeaseBy, "other").SetProperty(x => x.RefreshLeaseUntil, clock.GetUtcNow().AddHours(1))));
        var connection = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));

        var waiting = ActivatorUtilities.CreateInstance<TokenRefresh>(hub.Services, clock).OnceAsync(connection.Id, connection.TokenVersion, default);
        await Eventually.ValueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(waiting.IsCompleted);
            },
            done => done);

        Assert.Equal("vendor.timeout", (await waiting).Failure!.Code);
        Assert.Equal(before, Refreshes());
    }

    [Fact, Proves("F2")]
    public async Task CallersThatAllLeft_LeaveNoOldResultToTheNextOne()
    {
        var id = await ExpiredAsync();
        var clock = new MovableClock(DateTimeOffset.UtcNow);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.RefreshLeaseBy, "other").SetProperty(x => x.RefreshLeaseUntil, clock.GetUtcNow().AddHours(1))));
        var connection = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));
        var refresh = ActivatorUtilities.CreateInstance<TokenRefresh>(hub.Services, clock);
        using (var closedTab = new CancellationTokenSource())
        {
            var waiting = refresh.OnceAsync(connection.Id, connection.TokenVersion, closedTab.Token);
            await Eventually.ValueAsync(() => Task.FromResult(clock.Waiting), count => count > 0);
            await closedTab.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        // The work goes on without its callers, and ends as too slow.
        var idle = refresh.IdleAsync(default);
        await Eventually.ValueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(idle.IsCompleted);
            },
            done => done);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.RefreshLeaseUntil, (DateTimeOffset?)null)));

        var later = await refresh.OnceAsync(connection.Id, connection.TokenVersion, default);

        Assert.True(later.IsSuccess, later.Failure?.ToString());
        Assert.Equal(connection.TokenVersion + 1, await VersionAsync(id));
    }

    private int Journal() => hub.Get<RefreshJournalFolder>() is var folder && Directory.Exists(folder.Path) ? Directory.GetFiles(folder.Path).Length : 0;

    private Task<int> VersionAsync(Guid id) => hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).Select(c => c.TokenVersion).SingleAsync());

    private Task<int> SqlAsync(string sql) => hub.WithDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(sql));

    private static string Ledger => "microsoft";

    private int Refreshes() => hub.Sandbox.State.OAuth(Ledger).Refreshes;

    private async Task<Guid> ExpiredAsync()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1))));
        return id;
    }
}
