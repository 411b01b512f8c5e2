using Integrations.Benchmarks.Load;
using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Jobs.Retention;
using Integrations.Core.Management;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks.Growth;

/// <summary>P9: what one organization does, and what loops do in the background, in a hub of very many connections beside one of few.</summary>
internal static class GrowthRatio
{
    private const double Most = 1.3;
    private const int Rounds = 5;
    private const int CallsPerRound = 20;
    private const int SweepsPerRound = 5;
    private const int DuePerEndpoint = 8;

    public static async Task<int> RunAsync(int connections, int few, RunDatabases databases)
    {
        if (few < GrowthScene.ConnectionsOfOrganization || few % GrowthScene.ConnectionsOfOrganization > 0 || connections % GrowthScene.ConnectionsOfOrganization > 0)
        {
            throw new VoidRunException($"Sizes are multiples of {GrowthScene.ConnectionsOfOrganization}, the connections of one organization.");
        }

        await using var small = await GrowthScene.CreateAsync(databases, few);
        await using var large = await GrowthScene.CreateAsync(databases, connections);
        (string Name, int Times, Func<GrowthScene, Figures, Task> Measure)[] measures =
        [
            ("opening a connection", CallsPerRound, OpenAsync),
            ("claiming 16 due deliveries", CallsPerRound, ClaimAsync),
            ("refresh sweep, each due token", SweepsPerRound, RefreshAsync),
            ("a page of 20 integrations", CallsPerRound, PageAsync),
        ];
        (string Name, int Times, Func<GrowthScene, Figures, Task> Measure)[] idle =
        [
            ("claim that finds nothing", CallsPerRound, (scene, figures) => figures.MeasureAsync(() => ClaimAsync(scene))),
            ("refresh sweep that finds nothing", SweepsPerRound, Round<TokenSweep>),
            ("checks that find nothing", SweepsPerRound, Round<ConnectionChecks>),
            ("notices that find nothing", SweepsPerRound, Round<ConnectionNotices>),
            ("gauges", SweepsPerRound, Round<QueueWatch>),
            ("retention that finds nothing", SweepsPerRound, Round<RetentionSweep>),
        ];
        var code = await PrintAsync($"P9: {connections:N0} connections beside {few:N0}, {databases.Name}", measures, small, large);
        code |= await PrintAsync($"Rounds of loops with nothing to do, {connections:N0} connections beside {few:N0}, {databases.Name}", idle, small, large);
        await PrintLooksAsync(small, large, few, connections);
        return code;
    }

    /// <summary>No ratio: a hub of few is looked at whole, one of many by as much as a round may take, and each round makes what it finds missing.</summary>
    private static async Task PrintLooksAsync(GrowthScene small, GrowthScene large, int few, int connections)
    {
        var (ofFew, ofMany) = (new Figures($"{few:N0} connections"), new Figures($"{connections:N0} connections"));
        for (var i = 0; i < SweepsPerRound * Rounds; i++)
        {
            await ofFew.MeasureAsync(() => small.Hub.Get<SubscriptionReconciler>().UpdateAsync(CancellationToken.None));
            await ofMany.MeasureAsync(() => large.Hub.Get<SubscriptionReconciler>().UpdateAsync(CancellationToken.None));
        }

        Figures.Print("A round of comparing links with subscriptions", ofFew, ofMany);
    }

    private static async Task<int> PrintAsync(string title, (string Name, int Times, Func<GrowthScene, Figures, Task> Measure)[] measures, GrowthScene small, GrowthScene large)
    {
        var ratios = new List<Ratio>();
        foreach (var (name, times, measure) in measures)
        {
            var ratio = new Ratio(name, "ms", Most, atMost: true);
            // The first round warms both up and is thrown away; within a round the two take turns.
            for (var round = 0; round <= Rounds; round++)
            {
                var (few, many) = (new Figures(""), new Figures(""));
                for (var i = 0; i < times; i++)
                {
                    await measure(small, few);
                    await measure(large, many);
                }

                if (round > 0)
                {
                    ratio.Add(many.Median, few.Median);
                }
            }

            ratios.Add(ratio);
        }

        return Ratio.Print(title, [.. ratios]);
    }

    private static async Task OpenAsync(GrowthScene scene, Figures figures) => await figures.MeasureAsync(async () =>
    {
        var opened = await scene.Hub.Get<VendorSessions>().OpenAsync(scene.Hub.Admin, scene.Open, background: false, CancellationToken.None);
        using var open = opened.IsSuccess ? opened.Value : throw new VoidRunException(opened.Failure!.Message);
    });

    private static async Task PageAsync(GrowthScene scene, Figures figures) => await figures.MeasureAsync(async () =>
    {
        var page = await scene.Hub.Get<InstanceService>().ListAsync(scene.Hub.Admin, new InstanceFilter(Level: InstanceLevel.Organization), new PageRequest(Limit: 20), CancellationToken.None);
        if (page.Value.Items.Count != 20)
        {
            throw new VoidRunException($"{page.Value.Items.Count} integrations on a page.");
        }
    });

    private static async Task ClaimAsync(GrowthScene scene, Figures figures)
    {
        var hub = scene.Hub;
        int due;
        await using (var db = await hub.DatabaseAsync())
        {
            var (now, organization) = (DateTimeOffset.UtcNow, hub.Admin.OrganizationId!.Value);
            var endpoints = await db.WebhookEndpoints.Where(e => e.OrganizationId == organization).Select(e => e.Id).ToListAsync();
            due = endpoints.Count * DuePerEndpoint;
            for (var i = 0; i < DuePerEndpoint; i++)
            {
                var source = new OutboxEvent { Id = Guid.CreateVersion7(now), OrganizationId = organization, Type = EventTypes.SyncCompleted, Data = "{}", OccurredAt = now, FannedOutAt = now };
                db.OutboxEvents.Add(source);
                db.WebhookDeliveries.AddRange(endpoints.Select(endpoint => WebhookFanOut.Delivery(source, endpoint, now)));
            }

            await db.SaveChangesAsync();
        }

        IReadOnlyList<ClaimedDelivery> claimed = [];
        await figures.MeasureAsync(async () => claimed = await ClaimAsync(scene));
        if (claimed.Count != due)
        {
            throw new VoidRunException($"{claimed.Count} of {due} were claimed.");
        }

        await hub.Get<DeliveryOutcomes>().WriteAsync(
            [.. claimed.Select(claim => new DeliveryResult(claim, new AttemptOutcome(200), null, null, DateTimeOffset.UtcNow, TimeSpan.Zero, 0.5))], CancellationToken.None);
    }

    private static Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(GrowthScene scene) =>
        scene.Hub.Get<DeliveryClaims>().ClaimAsync(new DeliveryCapacity(DeliveryClaims.BatchSize), CancellationToken.None);

    private static async Task RefreshAsync(GrowthScene scene, Figures figures)
    {
        await using var db = await scene.Hub.DatabaseAsync();
        var due = db.Connections.Where(c => scene.Refreshable.Contains(c.InstanceId));
        var past = DateTimeOffset.UtcNow.AddMinutes(-1);
        var before = await due.SumAsync(c => c.TokenVersion);
        await due.ExecuteUpdateAsync(set => set.SetProperty(c => c.RefreshAt, past));
        var all = new Figures("");
        await all.MeasureAsync(() => scene.Hub.Get<TokenSweep>().RunOnceAsync(CancellationToken.None));
        figures.Add(TimeSpan.FromMilliseconds(all.Median / scene.Refreshable.Count));
        if (await due.SumAsync(c => c.TokenVersion) - before is var renewed && renewed != scene.Refreshable.Count)
        {
            throw new VoidRunException($"{renewed} of {scene.Refreshable.Count} tokens were renewed.");
        }

        var later = DateTimeOffset.UtcNow.AddDays(20);
        await due.ExecuteUpdateAsync(set => set.SetProperty(c => c.RefreshAt, later));
    }

    private static Task Round<TLoop>(GrowthScene scene, Figures figures)
        where TLoop : BackgroundLoop => figures.MeasureAsync(() => scene.Hub.Get<TLoop>().RunOnceAsync(CancellationToken.None));
}
