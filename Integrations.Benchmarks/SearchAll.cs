using Integrations.Benchmarks.Load;
using Integrations.Core.Search;
using Integrations.Sandbox.Accounts;

namespace Integrations.Benchmarks;

/// <summary>A search over five systems at once, beside a search of the slowest of them alone (RELIABILITY G1).</summary>
internal static class SearchAll
{
    private const int SearchesPerRound = 5;
    private const double Target = 1.10;
    private static readonly TimeSpan SlowVendor = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var hub = await BenchHub.StartAsync(databases, sandbox => sandbox.SlowFor = SlowVendor);
        var slowest = await hub.ConnectAsync("github", "api_key", SandboxBehaviour.Slow);
        var all = new List<Guid> { slowest };
        foreach (var (provider, kind) in new[] { ("github", "api_key"), ("jira", "basic"), ("slack", "api_key"), ("dropbox", "api_key") })
        {
            all.Add(await hub.ConnectAsync(provider, kind));
        }

        var together = new Ratio($"all {all.Count} at once, beside the slowest alone", "ms", Target, atMost: true);
        for (var round = 0; round <= rounds; round++)
        {
            // The first round warms both up and is thrown away; within a round the two take turns.
            var (aloneRound, togetherRound) = (new Figures(""), new Figures(""));
            for (var i = 0; i < SearchesPerRound; i++)
            {
                await aloneRound.MeasureAsync(() => SearchAsync(hub, [slowest]));
                await togetherRound.MeasureAsync(() => SearchAsync(hub, all));
            }

            if (round > 0)
            {
                together.Add(togetherRound.Median, aloneRound.Median);
            }
        }

        return Ratio.Print($"Search over everything, one vendor {SlowVendor.TotalMilliseconds:0} ms slow, {databases.Name}", together);
    }

    private static async Task SearchAsync(BenchHub hub, IReadOnlyList<Guid> integrations)
    {
        var request = new GlobalSearchRequest(new SearchRequest("export", 10)) { Integrations = integrations };
        await foreach (var outcome in hub.Get<SearchService>().SearchAllAsync(hub.Admin, request, CancellationToken.None))
        {
            if (outcome.Status != SearchStatus.Ok)
            {
                throw new InvalidOperationException($"{outcome.InstanceName}: {outcome.Failure?.Message}");
            }
        }
    }
}
