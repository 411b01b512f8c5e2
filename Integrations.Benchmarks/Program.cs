using System.Globalization;
using Integrations.Benchmarks.Kill;

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
            "kill" => (await KillHarness.RunAsync(kills: count ?? 200, Console.Out)).Print(Console.Out),
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
              kill [kills]               kill -9 with deliveries in flight                              target: 0 lost
            """);
        return 2;
    }
}
