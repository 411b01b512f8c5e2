using Integrations.Core.Connections;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>SECURITY O12: what is disconnected here ends at the vendor, and nothing else does.</summary>
public sealed class RevocationTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Fact]
    public async Task O12_TwoConnectionsOfOneGrant_OnlyTheLastRevokesAtTheVendor()
    {
        var first = await hub.SignInAtVendorAsync(hub.Admin, "google_calendar");
        var last = await hub.SignInAtVendorAsync(hub.Admin, "google_calendar");

        Assert.False((await DisconnectAsync(first)).Revoked);
        Assert.True((await hub.Get<ConnectionService>().TestAsync(hub.Admin, last, default)).Value.Success);

        var revoked = await DisconnectAsync(last);
        Assert.True(revoked.Revoked, revoked.LastError);
    }

    [Fact]
    public async Task R12_TokenThatIsGoneAlready_CountsAsRevoked()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "github");
        hub.Sandbox.State.AnswerNext("api.github.com", 404, """{"message":"Not Found"}""");

        var revoked = await DisconnectAsync(id);

        Assert.True(revoked.Revoked, revoked.LastError);
    }

    private async Task<Revocation> DisconnectAsync(Guid id)
    {
        Assert.True((await hub.Get<ConnectionService>().DisconnectAsync(hub.Admin, id, default)).IsSuccess);
        return await Eventually.ValueAsync(
            () => hub.WithDatabaseAsync(db => db.Revocations.AsNoTracking().SingleAsync(r => r.InstanceId == id)), r => r.FinishedAt is not null);
    }
}
