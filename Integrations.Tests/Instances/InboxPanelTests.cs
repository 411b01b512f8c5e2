using System.Text;
using Bunit;
using Integrations.Connectors.Contracts;
using Integrations.Core.Management;
using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Inbox;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Integrations.Web.Features.Instances;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Instances;

/// <summary>The requests of a vendor, as its integration's page shows them.</summary>
public sealed class InboxPanelTests : ComponentContext
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Rows_SayWhatCameAndWhatWasMadeOfIt_AndOneOpensWithoutItsSecrets()
    {
        await using var hub = new ConnectedHub();
        await hub.InitializeAsync();
        using var english = new Speaking("en");
        var id = await hub.EnableAsync(hub.Admin, "github");
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, overlap: true, None)).Value;
        var genuine = VendorDelivery.GitHub(opened, "d1", """{"action":"edited","repository":{"full_name":"acme/roadmap"},"issue":{"number":1},"access_token":"gho_nobody_sees_this"}""");
        await ReceiveAsync(genuine);
        await ReceiveAsync(genuine.With(body: Encoding.UTF8.GetBytes("{}")));
        await Eventually.ValueAsync(async () => (await hub.Get<InboundInbox>().LatestAsync(hub.Admin, id, null, 10, None)).Value, rows => rows.Count == 2);
        Services.AddSingleton(hub.Get<InboundInbox>());
        Services.AddSingleton(hub.Get<InboxReplay>());
        Services.AddSingleton(SignedIn.As(hub.Admin));
        Services.AddSingleton(TimeProvider.System);
        var dialogs = Dialogs;
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, None)).Value;

        var panel = Render<InboxPanel>(parameters => parameters.Add(p => p.View, view));

        panel.WaitForAssertion(() => Assert.Equal(2, panel.FindAll("tbody tr").Count));
        var rows = panel.FindAll("tbody tr").Select(row => row.TextContent).ToList();
        var accepted = Assert.Single(rows, row => row.Contains("Accepted", StringComparison.Ordinal));
        Assert.Contains("issues.edited", accepted, StringComparison.Ordinal);
        Assert.Single(rows, row => row.Contains("The signature is wrong or too old", StringComparison.Ordinal));

        await panel.FindAll("tbody tr").Single(row => row.TextContent.Contains("Accepted", StringComparison.Ordinal)).QuerySelector("button")!.ClickAsync(new());

        dialogs.WaitForAssertion(() => Assert.Contains("acme/roadmap", dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains("Handle it again", dialogs.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("gho_nobody_sees_this", dialogs.Markup, StringComparison.Ordinal);

        Task ReceiveAsync(InboundRequest request) => hub.Get<InboundService>().ReceiveAsync("github", id, request, None);
    }
}
