using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Webhooks;

/// <summary>All receivers of one organization hang: another's deliveries go on.</summary>
public sealed class HungReceiversTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Fact, Proves("SX4")]
    public async Task OrganizationWhoseReceiversAllHang_LeavesRoomForTheOthers()
    {
        await using var hung = await Receiver.StartAsync();
        await using var well = await Receiver.StartAsync();
        hung.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        // More deliveries than one organization may have under way.
        const int Endpoints = (DeliveryRunner.PerOrganization / DeliveryClaims.PerEndpoint) + 4;
        for (var i = 0; i < Endpoints; i++)
        {
            await AddEndpointAsync(hub.Admin, hung);
        }

        await AddEndpointAsync(hub.Stranger, well);
        await RaiseAsync(hub.Admin, DeliveryClaims.PerEndpoint);
        await Eventually.ValueAsync(() => Task.FromResult(hung.Received.Count), count => count >= DeliveryRunner.PerOrganization);

        await RaiseAsync(hub.Stranger, 3);

        await Eventually.ValueAsync(() => Task.FromResult(well.Received.Count), count => count == 3);
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.WebhookDeliveries.CountAsync(d => d.OrganizationId == hub.Admin.OrganizationId && d.Attempts > 0)));
    }

    private async Task AddEndpointAsync(Caller caller, Receiver receiver)
    {
        var created = await hub.Get<WebhookEndpointService>().CreateAsync(
            caller, new WebhookEndpointValues { Name = $"hook {Guid.NewGuid():N}", Url = receiver.Url, Events = [EventTypes.SyncFailed] }, default);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
    }

    private Task<int> RaiseAsync(Caller caller, int events) => hub.WithDatabaseAsync(db =>
    {
        for (var i = 0; i < events; i++)
        {
            hub.Get<Outbox>().Add(db, caller.OrganizationId!.Value, EventTypes.SyncFailed, new { i });
        }

        return db.SaveChangesAsync();
    });
}
