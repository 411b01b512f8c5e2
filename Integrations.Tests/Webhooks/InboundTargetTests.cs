using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Core.Instances;
using Integrations.Core.VendorEvents;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Webhooks;

/// <summary>What is remembered of an address decides nothing: another node may have changed it a moment ago.</summary>
public sealed class InboundTargetTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact, Proves("W10", "M1")]
    public async Task AddressThatAnotherNodeClosed_IsRefusedAtOnce_AndNothingIsStored()
    {
        var (id, opened) = await OpenAsync();
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync(id, opened, "before"));

        await hub.WithDatabaseAsync(db => db.InboundAddresses.Where(a => a.InstanceId == id).ExecuteDeleteAsync());

        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync(id, opened, "after"));
        Assert.Equal(["before"], await StoredAsync(id));
    }

    [Fact, Proves("W10", "M1")]
    public async Task SecretThatAnotherNodePutInForce_IsAcceptedAtOnce_AndTheOneBeforeIsNot()
    {
        var (id, opened) = await OpenAsync();
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync(id, opened, "first"));
        var other = new InboundAddressService(
            hub.Get<IDbContextFactory<Core.Storage.IntegrationsDbContext>>(), hub.Get<ConnectorCatalog>(), hub.Get<InboundSecrets>(), hub.Get<Core.Activity.AuditLog>(), hub.Get<Primitives.PublicOrigin>(), TimeProvider.System);

        var renewed = (await other.OpenAsync(hub.Admin, id, null, overlap: false, None)).Value;

        Assert.IsType<InboundVerdict.Rejected>(await ReceiveAsync(id, opened, "leaked"));
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync(id, renewed, "second"));
        Assert.Equal(["first", "second"], await StoredAsync(id));
    }

    [Fact, Proves("A9")]
    public async Task IntegrationThatAnotherNodeSwitchedOff_TakesTheDelivery_AndDoesNothing_AndWorksAgainAtOnce()
    {
        var (id, opened) = await OpenAsync();
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync(id, opened, "on"));
        await SwitchAsync(id, Core.Instances.InstanceStatus.Disabled);

        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync(id, opened, "off"));
        await SwitchAsync(id, Core.Instances.InstanceStatus.Pending);
        Assert.IsType<InboundVerdict.Accepted>(await ReceiveAsync(id, opened, "on again"));

        Assert.Equal(["on", "on again"], await StoredAsync(id));
    }

    [Fact, Proves("SX4")]
    public async Task ManyIntegrationsAtOnce_OneOfThemGone_TheOthersAreStored()
    {
        var (gone, kept) = (await OpenAsync(), await OpenAsync());
        await Task.WhenAll(ReceiveAsync(gone.Id, gone.Opened, "known"), ReceiveAsync(kept.Id, kept.Opened, "known"));
        await hub.WithDatabaseAsync(db => db.Instances.Where(i => i.Id == gone.Id).ExecuteUpdateAsync(i => i.SetProperty(x => x.DeletedAt, DateTimeOffset.UtcNow)));

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => n % 2 == 0 ? ReceiveAsync(gone.Id, gone.Opened, $"{n:00}") : ReceiveAsync(kept.Id, kept.Opened, $"{n:00}")));

        Assert.All(verdicts.Where((_, n) => n % 2 == 0), verdict => Assert.IsType<InboundVerdict.Rejected>(verdict));
        Assert.All(verdicts.Where((_, n) => n % 2 == 1), verdict => Assert.IsType<InboundVerdict.Accepted>(verdict));
        Assert.Equal(21, (await StoredAsync(kept.Id)).Count);
        Assert.Equal(["known"], await StoredAsync(gone.Id));
    }

    private async Task<(Guid Id, OpenedInboundAddress Opened)> OpenAsync()
    {
        var id = await hub.EnableAsync(hub.Admin, "github");
        return (id, (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, overlap: false, None)).Value);
    }

    private Task<InboundVerdict> ReceiveAsync(Guid id, OpenedInboundAddress opened, string delivery) =>
        hub.Get<InboundService>().ReceiveAsync("github", id, VendorDelivery.Of("github", opened, delivery), None);

    private Task<int> SwitchAsync(Guid id, Core.Instances.InstanceStatus status) =>
        hub.WithDatabaseAsync(db => db.Instances.Where(i => i.Id == id).ExecuteUpdateAsync(i => i.SetProperty(x => x.Status, status)));

    private Task<List<string>> StoredAsync(Guid id) =>
        hub.WithDatabaseAsync(db => db.InboundEvents.Where(e => e.InstanceId == id).OrderBy(e => e.DeliveryId).Select(e => e.DeliveryId).ToListAsync());
}
