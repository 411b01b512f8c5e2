using System.Globalization;
using Bunit;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Instances;

/// <summary>What is left of a vendor's limits, as its integration's page shows it.</summary>
public sealed class BudgetsPanelTests : ComponentContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(false, "en", "997 of 1,000 requests left", "every hour", "No call waits")]
    [InlineData(false, "de", "997 von 1.000 Anfragen übrig", "jede Stunde", "Kein Aufruf wartet")]
    [InlineData(true, "en", "{0} of 1,000 requests left", "every hour", "No call waits")]
    public async Task Panel_SaysWhatIsLeft_WhenItIsBack_AndWhoWaits(bool onPostgres, string language, string left, string window, string waiting)
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: onPostgres);
        var view = await ConnectedAsync(hub, "bitbucket");
        await SpendAsync(hub, view, 3);
        using var speaking = new Speaking(language);
        // Where nodes share it, what this node leased and has not sent counts as well: a twentieth at most.
        var known = Assert.Single((await hub.Get<ConnectionBudgets>().GetAsync(hub.Admin, view.Id, None)).Value).Left;
        Assert.InRange(known, onPostgres ? 947 : 997, 997);
        left = string.Format(CultureInfo.InvariantCulture, left, known);

        var panel = Show(hub, view);

        panel.WaitForAssertion(() => Assert.Equal(left, panel.Find(".left strong").TextContent), Patience);
        Assert.Equal(window, panel.Find(".left .soft").TextContent);
        Assert.Contains(waiting, panel.Markup, StringComparison.Ordinal);
        Assert.Matches(@"6\d|7\d", panel.FindAll("p.soft")[1].TextContent);
    }

    [Fact]
    public async Task ProviderThatTellsNoLimits_HasNothing()
    {
        await using var hub = await CoreHub.StartAsync();
        var view = await ConnectedAsync(hub, "github");

        Assert.Equal("", Show(hub, view).Markup.Trim());
        Assert.Empty((await hub.Get<ConnectionBudgets>().GetAsync(hub.Admin, view.Id, None)).Value);
    }

    [Fact, Proves("A1")]
    public async Task Budgets_AreSeenByThoseWhoSeeTheIntegration()
    {
        await using var hub = await CoreHub.StartAsync();
        var view = await ConnectedAsync(hub, "bitbucket");

        Assert.Equal("integration.not_found", (await hub.Get<ConnectionBudgets>().GetAsync(hub.Stranger, view.Id, None)).Failure!.Code);
        Assert.Single((await hub.Get<ConnectionBudgets>().GetAsync(hub.User, view.Id, None)).Value);
    }

    [Fact]
    public void CallsThatWait_AreCountedByKind()
    {
        using var english = new Speaking("en");
        var budget = new VendorBudget(30, TimeSpan.FromMinutes(1), IsPerClient: true) { PathEnd = "/search" };
        var view = new BudgetView(budget, 30, 0, DateTimeOffset.UnixEpoch.AddMinutes(5), 2, 3);

        Assert.Equal("Calls that wait: 2 of people, 3 of jobs", BudgetLabels.Waiting(view));
        Assert.Equal("All of it is there again in 40 seconds", BudgetLabels.Refill(view, DateTimeOffset.UnixEpoch.AddSeconds(260)));
        Assert.Contains("Shared by all connections of one client", BudgetLabels.Scope(budget), StringComparison.Ordinal);
        Assert.Equal(["every second", "every 10 seconds", "every minute", "every 2 hours"], new[] { 1, 10, 60, 7_200 }.Select(seconds => BudgetLabels.Window(TimeSpan.FromSeconds(seconds))));
    }

    private static async Task<InstanceView> ConnectedAsync(CoreHub hub, string provider)
    {
        var id = (await hub.Get<InstanceService>().CreateAsync(hub.Admin, new NewInstance(provider, InstanceLevel.Organization, new InstanceChanges { Name = "Code" }), None)).Value.Id;
        await hub.WithDatabaseAsync(async db =>
        {
            var now = hub.Clock.GetUtcNow();
            db.Add(new Connection
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = hub.Admin.OrganizationId!.Value,
                InstanceId = id,
                ProviderKey = provider,
                AuthKind = "oauth2",
                Status = ConnectionStatus.Active,
                CreatedAt = now,
                ConnectedAt = now,
            });
            return await db.SaveChangesAsync();
        });
        return (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, None)).Value;
    }

    private static async Task SpendAsync(CoreHub hub, InstanceView view, int requests)
    {
        var connection = await hub.WithDatabaseAsync(db => db.Set<Connection>().AsNoTracking().SingleAsync(c => c.InstanceId == view.Id));
        var entry = hub.Get<ConnectorCatalog>().Find(connection.ProviderKey)!;
        using var calls = new HttpMessageInvoker(hub.Get<VendorBudgets>().Over(
            new BudgetCounter { InnerHandler = new Nowhere() }, BudgetOwner.Of(entry.Manifest, connection.Id, connection.AuthKind, null, connection.Hosts), isJob: false, entry.As<IHaveBudgets>()));
        for (var call = 0; call < requests; call++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
            using var response = await calls.SendAsync(request, None);
        }
    }

    private IRenderedComponent<BudgetsPanel> Show(CoreHub hub, InstanceView view)
    {
        Services.AddSingleton(hub.Get<ConnectionBudgets>());
        Services.AddSingleton(SignedIn.As(hub.Admin));
        Services.AddSingleton<TimeProvider>(hub.Clock);
        return Render<BudgetsPanel>(panel => panel.Add(p => p.View, view));
    }

    private sealed class Nowhere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK));
    }
}
