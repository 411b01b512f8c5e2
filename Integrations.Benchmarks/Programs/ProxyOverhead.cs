using System.Globalization;
using System.Text.Json;
using Integrations.Benchmarks.Load;

namespace Integrations.Benchmarks.Programs;

/// <summary>
/// A vendor's API through the hub beside the vendor directly, and beside a proxy of the same framework that does nothing else, which says what of
/// the difference is a second hop: a call of 50 ms, and the memory that a download of 100 MB takes.
/// </summary>
internal static class ProxyOverhead
{
    private const int CallsPerRound = 40;
    private const int WarmUps = 1_500;
    private const double TimeTarget = 1.06;
    private const double MemoryTarget = 30;

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var scene = await ProgramScene.StartAsync(databases, integrations: 1);
        using var direct = new HttpClient();
        using var bare = await ListOverhead.StartBareAsync(new BarePlan(null, false, [], JsonElement.Parse("{}")) { PassesTo = scene.Vendor.Address });
        await WarmUp.RunAsync(WarmUps, () => ThroughAsync(scene, BenchVendor.Slow));
        await WarmUp.RunAsync(WarmUps, () => DirectlyAsync(direct, Passed()));
        await WarmUp.RunAsync(WarmUps / 10, () => DirectlyAsync(direct, scene.Vendor.At(BenchVendor.Slow)));
        var hop = new Figures("");
        var call = new Ratio("a call of 50 ms, activity row included, median", "ms", TimeTarget, atMost: true);
        for (var round = 0; round < rounds; round++)
        {
            var (ours, theirs) = (new Figures(""), new Figures(""));
            for (var i = 0; i < CallsPerRound; i++)
            {
                await theirs.MeasureAsync(() => DirectlyAsync(direct, scene.Vendor.At(BenchVendor.Slow)));
                await ours.MeasureAsync(() => ThroughAsync(scene, BenchVendor.Slow));
                await hop.MeasureAsync(() => DirectlyAsync(direct, Passed()));
            }

            call.Add(ours.Median, theirs.Median);
        }

        var failed = Ratio.Print($"The proxy at a vendor of 50 ms, {databases.Name}", call);
        Console.WriteLine($"  through a proxy of the same framework that does nothing else: {hop.Median:0.00} ms");
        return failed | await MemoryAsync(scene, rounds);

        Uri Passed() => new(bare.Address, scene.Vendor.At(BenchVendor.Slow).AbsolutePath);
    }

    private static async Task<int> MemoryAsync(ProgramScene scene, int rounds)
    {
        await ThroughAsync(scene, BenchVendor.Large);
        var (worst, before) = (0.0, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            before = scene.Web.ResidentMegabytes();
            await ResetPeakAsync(scene.Web.ProcessId);
            await ThroughAsync(scene, BenchVendor.Large);
            worst = Math.Max(worst, await PeakMegabytesAsync(scene.Web.ProcessId) - before);
        }

        Console.WriteLine($"A download of 100 MB through the proxy, {rounds} times; the process holds {before:0} MB before");
        return Figures.Verdict(worst <= MemoryTarget, $"it adds {worst:0.0} MB of memory at most; target at most {MemoryTarget:0} MB");
    }

    private static async Task ThroughAsync(ProgramScene scene, string path)
    {
        using var answer = await scene.Next.GetAsync(new Uri($"/api/proxy/{scene.Integrations[0]}/{path}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await ReadAsync(answer);
    }

    private static async Task DirectlyAsync(HttpClient http, Uri address)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        await ReadAsync(answer);
    }

    private static async Task ReadAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new VoidRunException($"the answer was {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        await answer.Content.CopyToAsync(Stream.Null);
    }

    /// <summary>The kernel's own mark of the most that a process held (man proc_pid_clear_refs, value 5).</summary>
    private static Task ResetPeakAsync(int process) => File.WriteAllTextAsync($"/proc/{process}/clear_refs", "5");

    private static async Task<double> PeakMegabytesAsync(int process)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{process}/status")).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1_024;
    }
}
