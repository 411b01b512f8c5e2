using Integrations.Benchmarks.Load;
using Integrations.Core.Search;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Benchmarks;

/// <summary>P3: a search over five vendors that take 40 to 200 ms a request, beside the slowest alone; and with one that never answers, beside the deadline.</summary>
internal static class SearchFan
{
    private const int SearchesPerRound = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);

    private static readonly Dictionary<string, TimeSpan> AnswersAfter = new(StringComparer.OrdinalIgnoreCase)
    {
        ["api.github.com"] = TimeSpan.FromMilliseconds(40),
        ["slack.com"] = TimeSpan.FromMilliseconds(80),
        ["api.dropboxapi.com"] = TimeSpan.FromMilliseconds(120),
        ["n8n.example"] = TimeSpan.FromMilliseconds(160),
        ["acme.atlassian.net"] = TimeSpan.FromMilliseconds(200),
    };

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var hub = await BenchHub.StartAsync(
            databases,
            answersAfter: AnswersAfter,
            settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Search:Deadline"] = Deadline.ToString() });
        var all = new List<Guid>();
        foreach (var (provider, kind) in new[] { ("github", "api_key"), ("slack", "api_key"), ("dropbox", "api_key"), ("n8n", "api_key"), ("jira", "basic") })
        {
            all.Add(await hub.ConnectAsync(provider, kind));
        }

        // Connected while its vendor is only slow; from then on it hangs.
        var hung = await hub.ConnectAsync("github", "api_key", SandboxBehaviour.Slow);
        hub.Sandbox.Services.GetRequiredService<SandboxOptions>().SlowFor = TimeSpan.FromMinutes(1);
        // Vendors need one to three requests for a search: the slowest is the one that takes longest, found by asking.
        var slowest = await SlowestAsync(hub, all);
        var fan = await MeasureAsync(hub, all, slowest, rounds);

        // One of the five hangs: the other four answer, and no one waits longer than the deadline.
        var answering = all[1..];
        var late = new Ratio($"one of {all.Count} hangs, beside the deadline", "ms", 1.02, atMost: true);
        for (var round = 0; round <= rounds; round++)
        {
            var took = new Figures("");
            var answered = 0;
            await took.MeasureAsync(async () => answered = await SearchAsync(hub, [.. answering, hung]));
            if (answered != answering.Count)
            {
                throw new VoidRunException($"{answered} of {answering.Count} answered beside the one that hangs.");
            }

            if (round > 0)
            {
                late.Add(took.Median, Deadline.TotalMilliseconds);
            }
        }

        return Ratio.Print($"P3: search over {all.Count} vendors of 40 to 200 ms a request, {databases.Name}", fan.Median, fan.Tail, late);
    }

    private static async Task<Guid> SlowestAsync(BenchHub hub, IReadOnlyList<Guid> all)
    {
        var times = new List<(Guid Id, double Time)>();
        foreach (var id in all)
        {
            var took = new Figures("");
            for (var i = 0; i < 5; i++)
            {
                await took.MeasureAsync(() => SearchAsync(hub, [id]));
            }

            times.Add((id, took.Median));
        }

        return times.MaxBy(t => t.Time).Id;
    }

    private static async Task<(Ratio Median, Ratio Tail)> MeasureAsync(BenchHub hub, IReadOnlyList<Guid> all, Guid slowest, int rounds)
    {
        var (median, tail) = (new Ratio("all at once, median", "ms", 1.03, atMost: true), new Ratio("all at once, p99", "ms", 1.20, atMost: true));

        // The first round warms up and is thrown away; within a round the two take turns.
        for (var round = 0; round <= rounds; round++)
        {
            var (alone, together) = (new Figures(""), new Figures(""));
            for (var i = 0; i < SearchesPerRound; i++)
            {
                await alone.MeasureAsync(() => SearchFullyAsync(hub, [slowest]));
                await together.MeasureAsync(() => SearchFullyAsync(hub, all));
            }

            if (round > 0)
            {
                median.Add(together.Median, alone.Median);
                tail.Add(together.At(0.99), alone.At(0.99));
            }
        }

        return (median, tail);
    }

    private static async Task SearchFullyAsync(BenchHub hub, IReadOnlyList<Guid> integrations)
    {
        var answered = await SearchAsync(hub, integrations);
        if (answered != integrations.Count)
        {
            throw new VoidRunException($"{answered} of {integrations.Count} vendors answered.");
        }
    }

    private static async Task<int> SearchAsync(BenchHub hub, IReadOnlyList<Guid> integrations)
    {
        var answered = 0;
        var request = new GlobalSearchRequest(new SearchRequest("export", 10)) { Integrations = integrations };
        await foreach (var outcome in hub.Get<SearchService>().SearchAllAsync(hub.Admin, request, CancellationToken.None))
        {
            answered += outcome.Status == SearchStatus.Ok ? 1 : 0;
        }

        return answered;
    }
}
