using System.Diagnostics;
using Integrations.Benchmarks.Load;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks.Circuits;

/// <summary>
/// P7: memory per open page of the real program, on the page that takes most, after full collections; whether 500 open pages
/// fit into 1 GB; and the time from a tick in the list of integrations to what it renders, with 200 people ticking.
/// </summary>
internal static class CircuitMemory
{
    // Each may have 20 pages open.
    private const int People = 100;
    private const int Steps = 5;
    private const int Trial = 40;
    // A pool of arrays keeps 32 of a size for each core, and one for each thread.
    private const int Pooled = 100;
    private const int IdleInGigabyte = 500;
    private const int ActivePeople = 200;
    private const int ClickRounds = 5;
    private const double MostKilobytes = 900;
    private const double MostAtTheMedian = 650;
    private const double MostMegabytes = 1_024;
    private const double MostMilliseconds = 50;
    private static readonly TimeSpan BetweenClicks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClickRound = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(int circuits, RunDatabases databases, string? only = null)
    {
        using var probe = new MemoryProbe();
        await using var scene = await WebScene.CreateAsync(databases, People, settings: probe.Settings());
        var integration = await FillAsync(scene);
        var cookies = await scene.CookiesAsync();
        using var web = await scene.StartAsync();
        await using var browsers = new Browsers(web.Address, cookies);
        string[] pages =
        [
            "/", "/integrations", "/activity", $"/integrations/{integration}", $"/integrations/{integration}/data", $"/integrations/{integration}/actions", $"/integrations/{integration}/settings", $"/integrations/{integration}/manage",
            "/catalog", "/catalog/github", "/connections", "/search", "/meetings", "/meetings/import", "/meetings/matches", "/people", "/provider-health", "/notices", "/audit", "/webhooks", "/webhooks/deliveries", "/members", "/tokens",
            "/templates", "/agents", "/programs", "/integrations/links",
        ];

        if (only is not null)
        {
            await browsers.OpenAsync([only], 10);
            await browsers.CloseAsync();
            await WeighAsync(browsers, probe, [only]);
            return 0;
        }

        // Everything is compiled and remembered that a page needs, before anything is counted.
        await browsers.OpenAsync(pages, pages.Length * 10);
        await browsers.CloseAsync();

        Console.WriteLine($"P7: open pages of the web program, {databases.Name}; load average {Ratio.LoadAverage()}");
        var (heaviest, middle) = await WeighAsync(browsers, probe, pages);
        var (perCircuit, resident) = await OpenAsync(browsers, probe, web, heaviest, circuits);
        var clicks = await ClickAsync(browsers, Math.Min(ActivePeople, circuits));
        browsers.MustAllLive();

        Console.WriteLine($"  {"",-64} {"median",9} {"min-max",19} {"target",9}");
        Print($"KB of live objects per page of {Short(heaviest)}, {circuits:N0} pages", perCircuit, MostKilobytes);
        Print($"KB of live objects of the median page, of {pages.Length} kinds", [middle], MostAtTheMedian);
        Print($"resident MB with {Math.Min(IdleInGigabyte, circuits):N0} pages open and idle", resident, MostMegabytes);
        Print($"ms from click to render, p95, {Math.Min(ActivePeople, circuits)} people beside them, each every {BetweenClicks.TotalSeconds:0} s", clicks, MostMilliseconds);
        return Ratio.Median(perCircuit) <= MostKilobytes && middle <= MostAtTheMedian && Ratio.Median(resident) <= MostMegabytes && Ratio.Median(clicks) <= MostMilliseconds ? 0 : 1;
    }

    /// <summary>The page of which a few take most, and what the median page takes.</summary>
    private static async Task<(string Heaviest, double Middle)> WeighAsync(Browsers browsers, MemoryProbe probe, string[] pages)
    {
        var sizes = new List<(string Page, double Kilobytes)>();
        foreach (var page in pages)
        {
            // The first ones are drawn in buffers that pools kept of pages before: those that count have none of them.
            await browsers.OpenAsync([page], Pooled);
            var before = await probe.CollectAsync();
            await browsers.OpenAsync([page], Trial);
            sizes.Add((page, Kilobytes(await probe.CollectAsync() - before) / Trial));
            await browsers.CloseAsync();
        }

        Console.WriteLine($"  {Trial} of each page: {string.Join(", ", sizes.OrderByDescending(size => size.Kilobytes).Select(size => $"{Short(size.Page)} {size.Kilobytes:0} KB"))}");
        return (sizes.MaxBy(size => size.Kilobytes).Page, Ratio.Median([.. sizes.Select(size => size.Kilobytes)]));
    }

    /// <summary>All of them in steps: each step is a measurement of its own.</summary>
    private static async Task<(List<double> PerCircuit, List<double> Resident)> OpenAsync(Browsers browsers, MemoryProbe probe, WebProcess web, string page, int circuits)
    {
        var (perCircuit, resident) = (new List<double>(), new List<double>());
        var before = await probe.CollectAsync();
        Console.WriteLine($"  {"pages open",12} {"live MB",10} {"resident MB",12}");
        Console.WriteLine($"  {0,12} {Kilobytes(before) / 1_024,10:0.0} {web.ResidentMegabytes(),12:0.0}");
        for (var step = 1; step <= Steps; step++)
        {
            var (have, want) = (browsers.Count, circuits * step / Steps);
            if (have < IdleInGigabyte && want > IdleInGigabyte)
            {
                await browsers.OpenAsync([page], IdleInGigabyte - have);
                await probe.CollectAsync();
                resident.Add(web.ResidentMegabytes());
            }

            await browsers.OpenAsync([page], want - browsers.Count);
            var live = await probe.CollectAsync();
            perCircuit.Add(Kilobytes(live - before) / (want - have));
            Console.WriteLine($"  {want,12:N0} {Kilobytes(live) / 1_024,10:0.0} {web.ResidentMegabytes(),12:0.0}");
            if (want <= IdleInGigabyte && want == Math.Min(IdleInGigabyte, circuits))
            {
                resident.Add(web.ResidentMegabytes());
            }

            before = live;
        }

        return (perCircuit, resident);
    }

    /// <returns>The 95th percentile of each round.</returns>
    private static async Task<List<double>> ClickAsync(Browsers browsers, int people)
    {
        var active = await browsers.OpenAsync(["/integrations"], people);
        var rounds = new List<double>();
        // The first round warms up and is thrown away.
        for (var round = 0; round <= ClickRounds; round++)
        {
            var times = await Task.WhenAll(active.Select((client, n) => ClickAsync(client, BetweenClicks * n / people)));
            if (round > 0)
            {
                var all = new Figures("");
                Array.ForEach(times, mine => mine.ForEach(all.Add));
                rounds.Add(all.P95);
            }
        }

        return rounds;
    }

    private static async Task<List<TimeSpan>> ClickAsync(CircuitClient client, TimeSpan after)
    {
        var times = new List<TimeSpan>();
        var started = Stopwatch.GetTimestamp();
        for (var due = after; due < ClickRound; due += BetweenClicks)
        {
            var wait = due - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            times.Add(await client.ChangeAsync());
        }

        return times;
    }

    private static async Task<Guid> FillAsync(WebScene scene)
    {
        await using var db = await scene.DatabaseAsync();
        var now = DateTimeOffset.UtcNow;
        var organization = scene.Admin.OrganizationId!.Value;
        var instances = await db.Instances.Select(instance => instance.Id).ToListAsync();
        for (var i = 0; i < 200; i++)
        {
            var at = now.AddMinutes(-i);
            db.Activities.Add(new ActivityEntry
            {
                Id = Guid.CreateVersion7(at),
                OrganizationId = organization,
                InstanceId = instances[i % instances.Count],
                UserId = scene.Admin.UserId,
                Type = ActivityTypes.Search,
                Status = i % 9 == 0 ? ActivityStatus.Failed : ActivityStatus.Success,
                Message = "12 found",
                DurationMs = 40,
                OccurredAt = at,
            });
        }

        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        db.AddRange(instances.SelectMany(instance => Enumerable.Range(0, 48).Select(back => new UsageHour
        {
            InstanceId = instance,
            OrganizationId = organization,
            Hour = hour.AddHours(-back),
            Succeeded = 20 + back,
            Failed = back % 5,
            DurationMs = 900,
        })));
        await db.SaveChangesAsync();
        return instances[0];
    }

    private static void Print(string what, List<double> values, double most) => Console.WriteLine(
        $"  {what,-64} {Ratio.Median(values),9:0.0} {$"{values.Min():0.0}-{values.Max():0.0}",19} {$"<= {most:0}",9}  {(Ratio.Median(values) <= most ? "holds" : "FALLS SHORT")}");

    private static string Short(string page) => page.Split('/') is ["", "integrations", { Length: 36 }, .. var tab] ? $"/integrations/{{id}}{string.Concat(tab.Select(part => $"/{part}"))}" : page;

    private static double Kilobytes(double bytes) => bytes / 1_024;
}
