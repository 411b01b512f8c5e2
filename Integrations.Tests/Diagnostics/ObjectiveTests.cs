using System.Diagnostics.Metrics;
using System.Net;
using Integrations.Connectors.Http;
using Integrations.Core.Diagnostics;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Diagnostics;

/// <summary>Each objective is missed in a drill, told once in the log, and kept again (RELIABILITY O5).</summary>
public sealed class ObjectiveTests
{
    private static readonly Caller Operator = new(null, null, Role.SuperAdmin);

    [Theory, Proves("RO5")]
    [InlineData(Objective.Speed), InlineData(Objective.Faults), InlineData(Objective.Deliveries), InlineData(Objective.Renewals)]
    public async Task Objective_ThatIsMissed_IsToldOnce_AndWhenItIsKeptAgain(Objective objective)
    {
        var log = new LogCapture();
        var clock = new MovableClock();
        using var services = new ServiceCollection().AddMetrics().AddLogging(l => l.AddProvider(log)).BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var queue = new QueueWatch(new NoDatabase(), meters, clock, services.GetRequiredService<ILogger<QueueWatch>>());
        using var watch = new ObjectiveWatch(queue, meters, clock, services.GetRequiredService<ILogger<ObjectiveWatch>>());
        for (var n = 0; n < 100; n++)
        {
            Do(objective, bad: false, watch, meters);
        }

        Assert.Equal(ObjectiveState.Kept, Of(watch, objective).State);
        Do(objective, bad: true, watch, meters);
        Do(objective, bad: true, watch, meters);
        await watch.RunOnceAsync(default);
        await watch.RunOnceAsync(default);

        var view = Of(watch, objective);
        Assert.Equal((ObjectiveState.Missed, 102L, 2L), (view.State, view.Hour.Counted, view.Hour.Bad));
        Assert.True(view.Hour.Burn > 1 && view.Day.Burn > 1);
        Assert.Single(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(objective.ToString(), StringComparison.Ordinal));

        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((0L, 102L), (Of(watch, objective).Hour.Counted, Of(watch, objective).Day.Counted));
        clock.Advance(TimeSpan.FromHours(23));
        await watch.RunOnceAsync(default);
        Assert.Equal(ObjectiveState.Kept, Of(watch, objective).State);
        Assert.Single(log.Lines, line => line.Contains("is kept again", StringComparison.Ordinal));
    }

    [Fact, Proves("RO5")]
    public void TimeOfVendors_CountsOnce_HoweverManyAreAskedAtATime()
    {
        var clock = new MovableClock();
        var time = new VendorTime(clock);
        var request = time.Begin();
        var first = time.Wait()!;
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = time.Wait()!;
        clock.Advance(TimeSpan.FromSeconds(1));
        first.Dispose();
        clock.Advance(TimeSpan.FromSeconds(1));
        second.Dispose();
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(3), request.Spent);
    }

    [Fact, Proves("RO5")]
    public async Task ApiRequests_AreCounted_PagesAreNot()
    {
        await using var hub = new HubApp();
        using var client = hub.Anonymous();
        var watch = hub.Services.GetRequiredService<ObjectiveWatch>();
        var before = Of(watch, Objective.Faults).Hour.Counted;

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/api/whoami", UriKind.Relative))).StatusCode);
        (await client.GetAsync(new Uri("/account/sign-in", UriKind.Relative))).Dispose();

        var after = await Eventually.ValueAsync(() => Task.FromResult(Of(watch, Objective.Faults)), v => v.Hour.Counted > before);
        Assert.Equal((before + 1, 0L), (after.Hour.Counted, after.Hour.Bad));
    }

    private static ObjectiveView Of(ObjectiveWatch watch, Objective objective) => watch.Look(Operator).Value.Single(v => v.Objective == objective);

    private static void Do(Objective objective, bool bad, ObjectiveWatch watch, IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        switch (objective)
        {
            case Objective.Speed:
                watch.RequestEnded(TimeSpan.FromMilliseconds(bad ? 251 : 20), 200);
                break;
            case Objective.Faults:
                watch.RequestEnded(TimeSpan.Zero, bad ? 500 : 404);
                break;
            case Objective.Deliveries:
                meter.CreateHistogram<double>("integrations.webhook.dispatch.delay", "s").Record(bad ? 31 : 1);
                break;
            default:
                meter.CreateHistogram<double>("integrations.token.refresh.duration", "s").Record(1, new KeyValuePair<string, object?>("outcome", bad ? "permanent" : "refreshed"));
                break;
        }
    }

    /// <summary>Nothing here looks into a database.</summary>
    private sealed class NoDatabase : IDbContextFactory<Core.Storage.IntegrationsDbContext>
    {
        public Core.Storage.IntegrationsDbContext CreateDbContext() => throw new NotSupportedException();
    }
}
