using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>A connection's state follows what its vendor answers (document 004).</summary>
public sealed class ConnectionHealthTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly Failure Down = new(FailureKind.VendorUnavailable, "vendor.unavailable", "GitHub is having trouble.");

    [Fact]
    public async Task FifthFailureInARow_IsAnError_AndASuccessResetsTheCount()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        for (var failures = 1; failures < Connection.ErrorThreshold; failures++)
        {
            await ReportAsync(id, Down);
            var counted = await ConnectionAsync(id);
            Assert.Equal((ConnectionStatus.Active, failures, Down.Message), (counted.Status, counted.ErrorCount, counted.LastError));
        }

        await ReportAsync(id, Down);
        var broken = await ConnectionAsync(id);
        Assert.Equal((5, ConnectionStatus.Error), (broken.ErrorCount, broken.Status));
        Assert.Equal(1, await EventsAsync(id, EventTypes.IntegrationError));

        await ReportAsync(id, null);
        var well = await ConnectionAsync(id);
        Assert.Equal((ConnectionStatus.Active, 0, null), (well.Status, well.ErrorCount, well.LastError));
        Assert.Equal(1, await EventsAsync(id, EventTypes.IntegrationRecovered));
    }

    [Fact]
    public async Task Use_IsKept_ToTheMinute()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        var (longAgo, ahead) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));

        await SetLastUseAsync(id, ahead);
        var before = (await ConnectionAsync(id)).LastUsedAt;
        await ReportAsync(id, null);
        Assert.Equal(before, (await ConnectionAsync(id)).LastUsedAt);

        await SetLastUseAsync(id, longAgo);
        await ReportAsync(id, null);
        Assert.True((await ConnectionAsync(id)).LastUsedAt > longAgo.AddMinutes(30));
    }

    private async Task ReportAsync(Guid instanceId, Failure? failure) => await hub.Get<ConnectionHealth>().ReportAsync(await ConnectionAsync(instanceId), failure, validated: false, None);

    private Task<Connection> ConnectionAsync(Guid instanceId) => hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == instanceId));

    private Task<int> SetLastUseAsync(Guid instanceId, DateTimeOffset at) => hub.WithDatabaseAsync(async db =>
    {
        (await db.Connections.SingleAsync(c => c.InstanceId == instanceId)).LastUsedAt = at;
        return await db.SaveChangesAsync();
    });

    private Task<int> EventsAsync(Guid instanceId, string type) => hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == type && e.Data.Contains(instanceId.ToString())));
}
