using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Instances;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>RELIABILITY O3: how many connections live in each state, without anybody counting them.</summary>
public sealed class ConnectionTallyTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Counts_AreThoseOfTheRows_WhicheverWayARowComesChangesOrGoes()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await hub.ConnectAsync(hub.Admin, "github", "api_key"));
            await AgreeAsync();
        }

        // By one statement over many, by a saved row, by nothing that counts, by an end, and by a row that goes with its integration.
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == ids[0] || c.InstanceId == ids[1]).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Error)));
        await AgreeAsync();
        await hub.WithDatabaseAsync(async db =>
        {
            (await db.Connections.SingleAsync(c => c.InstanceId == ids[0])).Status = ConnectionStatus.Active;
            return await db.SaveChangesAsync();
        });
        await AgreeAsync();
        await hub.WithDatabaseAsync(db => db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastUsedAt, DateTimeOffset.UtcNow)));
        await AgreeAsync();
        Assert.True((await hub.Get<ConnectionService>().DisconnectAsync(hub.Admin, ids[2], None)).IsSuccess);
        await AgreeAsync();
        await hub.WithDatabaseAsync(db => db.Instances.Where(i => i.Id == ids[3]).ExecuteDeleteAsync());
        await AgreeAsync();
    }

    [Fact]
    public async Task ManyNotes_ArePutTogether_AndSayTheSame()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        for (var i = 0; i < 600; i++)
        {
            var status = i % 2 == 0 ? ConnectionStatus.Error : ConnectionStatus.Active;
            await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, status)));
        }

        Assert.True(await hub.WithDatabaseAsync(db => db.ConnectionTallies.CountAsync()) > 1_000);
        await hub.Get<QueueWatch>().RunOnceAsync(None);

        Assert.InRange(await hub.WithDatabaseAsync(db => db.ConnectionTallies.CountAsync()), 0, Enum.GetValues<ConnectionStatus>().Length);
        await AgreeAsync();
    }

    private async Task AgreeAsync()
    {
        var rows = await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.DisconnectedAt == null).GroupBy(c => c.Status).ToDictionaryAsync(g => g.Key, g => g.Count()));
        var told = (await hub.Get<QueueWatch>().LookAsync(None)).Connections;

        Assert.All(Enum.GetValues<ConnectionStatus>(), status => Assert.Equal(rows.GetValueOrDefault(status), told[status]));
    }
}
