using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Core.Sync;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>Calls that never reached their vendor, because the connection is broken, are in Activity.</summary>
public sealed class RefusedCallsTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Theory]
    [InlineData(ConnectionStatus.Revoked, "connection.revoked")]
    [InlineData(ConnectionStatus.Expired, "connection.expired")]
    public async Task Calls_RefusedBecauseTheConnectionIsBroken_AreInActivity(ConnectionStatus status, string code)
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await BreakAsync(id, status);

        Assert.Equal(code, (await hub.Get<SearchService>().SearchAsync(hub.User, id, new SearchRequest("x"), default)).Failure?.Code);
        Assert.Equal(code, (await hub.Get<EntityService>().GetAsync(hub.User, id, "acme/app#1", default)).Failure?.Code);
        Assert.Equal(code, (await hub.Get<ActionService>().RunAsync(hub.User, id, "create_issue", default, default)).Failure?.Code);
        Assert.Equal(code, (await hub.Get<SyncService>().RunAsync(hub.Admin, id, default)).Failure?.Code);
        Assert.Equal(code, (await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, default)).Value.Failure?.Code);

        var rows = (await hub.Get<ActivityService>().ListAsync(hub.Admin, new ActivityFilter { InstanceId = id, Status = ActivityStatus.Failed }, null, 50, default)).Value.Items;
        Assert.Equal(["action", "read", "search", "sync", "test"], rows.Select(r => r.Type).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Equal(code, r.ErrorCode));
        Assert.Equal("create_issue", Assert.Single(rows, r => r.Type == "action").Action);
    }

    [Fact]
    public async Task Calls_OfOnesOwnBrokenConnection_StayPrivate()
    {
        var id = await hub.ConnectAsync(hub.User, "github", "api_key");
        await BreakAsync(id, ConnectionStatus.Revoked);

        await hub.Get<SearchService>().SearchAsync(hub.User, id, new SearchRequest("x"), default);

        Assert.True(await hub.WithDatabaseAsync(db => db.Activities.Where(a => a.InstanceId == id && a.Type == ActivityTypes.Search).Select(a => a.IsPrivate).SingleAsync()));
    }

    [Fact]
    public async Task Calls_OfAnotherOrganization_AreNotWritten()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await BreakAsync(id, ConnectionStatus.Revoked);

        await hub.Get<SearchService>().SearchAsync(hub.Stranger, id, new SearchRequest("x"), default);

        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == id && a.Type == ActivityTypes.Search)));
    }

    private Task<int> BreakAsync(Guid id, ConnectionStatus status) =>
        hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Status, status)));
}
