using Integrations.Core.Connections;
using Integrations.Core.Search;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>RELIABILITY F: one refresh per expiry, whoever needs it.</summary>
public sealed class TokenRefreshTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Provider = "microsoft_outlook";

    [Fact]
    public async Task F2_HundredCallersNeedingOneExpiredToken_OneRefreshAtTheVendor()
    {
        var id = await ExpiredAsync();
        var before = Refreshes();

        var tested = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => hub.Get<ConnectionService>().TestAsync(hub.Admin, id, default)));

        Assert.All(tested, t => Assert.True(t.Value.Success, t.Value.Failure?.Message));
        Assert.Equal(before + 1, Refreshes());
    }

    [Fact]
    public async Task F2_TwoProcessesOnOneDatabase_OneRefreshAtTheVendor()
    {
        var id = await ExpiredAsync();
        var second = await ConnectedHub.SecondProcessOfAsync(hub);
        var before = Refreshes();

        var tested = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => (n % 2 == 0 ? hub : second).Get<ConnectionService>().TestAsync(hub.Admin, id, default)));

        Assert.All(tested, t => Assert.True(t.Value.Success, t.Value.Failure?.Message));
        Assert.Equal(before + 1, Refreshes());
    }

    [Fact]
    public async Task R10_TokenRefusedBeforeItsTime_OneRefreshAndOneRepeat()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var before = Refreshes();
        hub.Sandbox.State.OAuth(Ledger).ExpireAccessTokens();

        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest(null, 5), default);

        Assert.True(found.IsSuccess, found.Failure?.Message);
        Assert.Equal(before + 1, Refreshes());
    }

    [Fact]
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

    private static string Ledger => "microsoft";

    private int Refreshes() => hub.Sandbox.State.OAuth(Ledger).Refreshes;

    private async Task<Guid> ExpiredAsync()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1))));
        return id;
    }
}
