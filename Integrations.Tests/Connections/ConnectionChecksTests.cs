using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>Connections that die or recover unseen, and credentials that cannot be read.</summary>
public sealed class ConnectionChecksTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact, Proves("R10")]
    public async Task Check_CredentialTakenBackAtTheVendor_IsFoundAndTold()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await PlanAsync(id);
        hub.Sandbox.State.AnswerNext("api.github.com/user", 401, """{"message":"Bad credentials"}""");

        await hub.Get<ConnectionChecks>().RunOnceAsync(None);

        var connection = await ConnectionAsync(id);
        Assert.Equal(ConnectionStatus.Revoked, connection.Status);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.IntegrationError && e.Data.Contains(id.ToString()))));
    }

    [Fact]
    public async Task Check_VendorIsBack_TheConnectionRecovers_AndTheNextCheckIsPlanned()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await PlanAsync(id, c => (c.Status, c.ErrorCount, c.LastError) = (ConnectionStatus.Error, 5, "GitHub is down."));

        await hub.Get<ConnectionChecks>().RunOnceAsync(None);

        var connection = await ConnectionAsync(id);
        Assert.Equal((ConnectionStatus.Active, 0), (connection.Status, connection.ErrorCount));
        Assert.True(connection.CheckAt > DateTimeOffset.UtcNow);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.IntegrationRecovered && e.Data.Contains(id.ToString()))));
    }

    [Fact, Proves("T4")]
    public async Task ACredentialThatTheKeyRingCannotRead_IsFoundAtStart_AndBreaksNoList()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var healthy = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await PlanAsync(id, c => c.Ciphertext = "not of this key ring");

        await hub.Get<UnreadableCredentials>().CheckAsync(None);

        Assert.Equal(1, hub.Get<UnreadableCredentials>().Count);
        var connection = await ConnectionAsync(id);
        Assert.Equal((ConnectionStatus.Error, "connection.unreadable"), (connection.Status, connection.LastErrorCode));
        var listed = await hub.Get<InstanceService>().ListAsync(hub.Admin, new InstanceFilter(), new PageRequest(100), None);
        Assert.True(listed.IsSuccess, listed.Failure?.ToString());
        Assert.Contains(listed.Value.Items, i => i.Id == id);
        Assert.Contains(listed.Value.Items, i => i.Id == healthy);
        Assert.False((await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, None)).Value.Success);
        Assert.True((await hub.Get<ConnectionService>().TestAsync(hub.Admin, healthy, None)).Value.Success);
    }

    private Task<Connection> ConnectionAsync(Guid instanceId) => hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == instanceId));

    private Task<int> PlanAsync(Guid instanceId, Action<Connection>? change = null) => hub.WithDatabaseAsync(async db =>
    {
        var connection = await db.Connections.SingleAsync(c => c.InstanceId == instanceId);
        (connection.CheckAt, connection.LastUsedAt) = (DateTimeOffset.UtcNow.AddSeconds(-1), null);
        change?.Invoke(connection);
        return await db.SaveChangesAsync();
    });
}
