using System.Globalization;
using Integrations.Benchmarks.Kill;
using Integrations.Benchmarks.Load;

namespace Integrations.Benchmarks;

/// <summary>One verb, one claim of docs/performance.md. Numbers go to the console; a claim that does not hold ends with exit code 1.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var count = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out var given) ? given : (int?)null;
        return args.FirstOrDefault() switch
        {
            "search-overhead" => await SearchOverhead.RunAsync(rounds: count ?? 7),
            "search-all" => await SearchAll.RunAsync(rounds: count ?? 7),
            "startup" => await Startup.RunAsync(rounds: count ?? 5),
            "claims" => await ClaimQuery.RunAsync(rounds: count ?? 15),
            "refresh" => await SingleRefresh.RunAsync(callers: count ?? 1_000),
            "refresh-processes" => await RefreshRace.RunAsync(callers: count ?? 100, Console.Out),
            "kill" => (await KillHarness.RunAsync(kills: count ?? 200, Console.Out)).Print(Console.Out),
            "list" => await ListOverhead.RunAsync(rounds: count ?? 5),
            "pages" => await ActivityPages.RunAsync(rounds: count ?? 5),
            "search-fan" => await SearchFan.RunAsync(rounds: count ?? 5),
            "deliveries" => await DeliveryRate.RunAsync(rounds: count ?? 5),
            "accept" => await AcceptRate.RunAsync(rounds: count ?? 5),
            "vendor-call" => await SearchOverhead.RunCallAsync(rounds: count ?? 5),
            "start-ratio" => await StartRatio.RunAsync(rounds: count ?? 5),
            BareServer.Verb => await BareServer.RunAsync(args[1]),
            _ => Usage(),
        };
    }

    private static int Usage()
    {
        Console.WriteLine("""
            dotnet run -c Release --project Integrations.Benchmarks -- <verb> [count]

              search-overhead [rounds]   what the hub adds to a vendor's answer                        target: under 15 ms
              search-all [rounds]        five systems at once, beside the slowest alone                target: under 1.10
              startup [rounds]           from `dotnet run` on a built tree to the sign-in page          target: under 5 s
              claims [rounds]            the dispatcher's claim at 1,000 and 1,000,000 past deliveries  target: no slower
              refresh [callers]          callers of one expired token                                   target: 1 refresh
              refresh-processes [callers]  the same over two processes on one SQLite file               target: 1 refresh
              list [rounds]              P1 signed-in list beside bare Kestrel with the same SQL       target: 1.3 x time, 0.60 x rate
              pages [rounds]             P2 activity pages at row 999,000 of 1,000,000                 target: 1.2; 1.5 with total
              search-fan [rounds]        P3 vendors of different speed at once, one that hangs         target: 1.03, p99 1.20; 1.02
              deliveries [rounds]        P4 durable deliveries beside a bare sign-and-POST loop        target: 0.25 of its rate
              accept [rounds]            P5 inbound events on disk beside fsync                        target: 2 x
              vendor-call [rounds]       P6 a vendor of 50 ms through the hub and directly             target: 1.06
              start-ratio [rounds]       P8 start and memory beside a bare Kestrel application         target: 3.0
              kill [kills]               kill -9 with deliveries in flight                              target: 0 lost
            """);
        return 2;
    }
}
