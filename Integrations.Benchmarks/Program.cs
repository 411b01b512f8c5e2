using System.Globalization;
using Integrations.Benchmarks.Circuits;
using Integrations.Benchmarks.Growth;
using Integrations.Benchmarks.Load;
using Integrations.Benchmarks.Programs;
using Integrations.Benchmarks.Scale;
using Integrations.Testing.Kill;

namespace Integrations.Benchmarks;

/// <summary>One verb, one claim of docs/performance.md. Numbers go to the console; a claim that does not hold ends with exit code 1, a run that is void with 3.</summary>
internal static class Program
{
    private const string Database = "--database";
    private const string Page = "--page";

    private static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is [BareServer.Verb, var plan])
        {
            return await BareServer.RunAsync(plan);
        }

        var (database, words) = Option(args, Database, "sqlite");
        (var page, words) = Option(words, Page, "");
        var count = words.Length > 1 && int.TryParse(words[1], CultureInfo.InvariantCulture, out var given) ? given : (int?)null;
        var second = words.Length > 2 && int.TryParse(words[2], CultureInfo.InvariantCulture, out var other) ? other : (int?)null;
        if (words.Length == 0 || (words.Length > 1 && count is null) || words.Length > 3 || (words.Length == 3 && (second is null || words[0] != "growth"))
            || (page != "" && (words[0] != "circuits" || page is null)))
        {
            return Usage();
        }

        if (database is not ("sqlite" or "postgres"))
        {
            return Usage();
        }

        await using var databases = database == "postgres" ? await RunDatabases.PostgresAsync() : RunDatabases.Sqlite();
        try
        {
            return page is { Length: > 0 } ? await CircuitMemory.RunAsync(circuits: 0, databases, page)
                : words[0] == "growth" ? await GrowthRatio.RunAsync(count ?? 1_000_000, second ?? 1_000, databases) : await RunAsync(words[0], count, databases);
        }
        catch (VoidRunException difference)
        {
            Console.WriteLine($"VOID: {difference.Message}");
            return 3;
        }
    }

    /// <summary>What stands behind an option, null where nothing does, and the words without both.</summary>
    private static (string? Value, string[] Others) Option(string[] words, string name, string otherwise)
    {
        var at = Array.IndexOf(words, name);
        return at < 0 ? (otherwise, words) : (words.ElementAtOrDefault(at + 1), [.. words[..at], .. words[Math.Min(at + 2, words.Length)..]]);
    }

    private static async Task<int> RunAsync(string verb, int? count, RunDatabases databases) => verb switch
    {
        "search-overhead" => await SearchOverhead.RunAsync(rounds: count ?? 7, databases),
        "search-all" => await SearchAll.RunAsync(rounds: count ?? 7, databases),
        "startup" => await Startup.RunAsync(rounds: count ?? 5, databases),
        "claims" => await ClaimQuery.RunAsync(rounds: count ?? 5, databases),
        "refresh" => await SingleRefresh.RunAsync(callers: count ?? 1_000, databases),
        "refresh-processes" => await RefreshRace.RunAsync(callers: count ?? 100, databases, Console.Out),
        "kill" => (await KillHarness.RunAsync(kills: count ?? (databases.IsPostgres ? 100 : 200), databases, Console.Out)).Print(Console.Out),
        "list" => await ListOverhead.RunAsync(rounds: count ?? 5, databases),
        "pages" => await ActivityPages.RunAsync(rounds: count ?? 5, databases),
        "search-fan" => await SearchFan.RunAsync(rounds: count ?? 5, databases),
        "deliveries" => await DeliveryRate.RunAsync(rounds: count ?? 5, databases),
        "first-attempt" => await FirstAttempt.RunAsync(events: count ?? 300, databases),
        "accept" => await AcceptRate.RunAsync(rounds: count ?? 5, databases),
        "vendor-call" => await SearchOverhead.RunCallAsync(rounds: count ?? 5, databases),
        "proxy" => await ProxyOverhead.RunAsync(rounds: count ?? 5, databases),
        "agent-tools" => await AgentTools.RunAsync(rounds: count ?? 5, databases),
        "catalog" => await CatalogSize.RunAsync(rounds: count ?? 5, databases),
        "declared-call" => await DeclaredCall.RunAsync(rounds: count ?? 5, databases),
        "circuits" => await CircuitMemory.RunAsync(circuits: count ?? 1_000, databases),
        "scale" => ScaleModel.Run(seed: count ?? 20_261_130),
        "start-ratio" => await StartRatio.RunAsync(rounds: count ?? 5, databases),
        _ => Usage(),
    };

    private static int Usage()
    {
        Console.WriteLine("""
            dotnet run -c Release --project Integrations.Benchmarks -- <verb> [count] [--database sqlite|postgres]

              list [rounds]                P1 signed-in list beside bare Kestrel with the same SQL      target: 1.3 x time, 0.60 x rate
              pages [rounds]               P2 activity pages at row 999,000 of 1,000,000                target: 1.2; 1.5 with total
              search-fan [rounds]          P3 vendors of different speed at once, one that hangs        target: 1.03, p99 1.20; 1.02
              deliveries [rounds]          P4 durable deliveries beside a bare sign-and-POST loop       target: 0.25 of its rate
              first-attempt [events]       P10 from an event's commit to its arrival at the receiver    target: p95 20 ms
              accept [rounds]              P5 accepted events beside bare Kestrel with the same insert   target: 0.60 of its rate
              vendor-call [rounds]         P6 a vendor of 50 ms through the hub and directly            target: 1.06
              proxy [rounds]               a program's call passed on, and a download of 100 MB         target: 1.06; 30 MB
              catalog [rounds]             a catalog of 1,000 systems: files, memory, route, page       target: 20 ms, 100 KB, 1.2 x
              declared-call [rounds]       reads and searches by a file beside the written connector   target: 1.1
              agent-tools [rounds]         an agent's list of tools; a tool beside the action's route   target: 50 ms; 1.05
              circuits [circuits]          P7 memory per open page, and from click to render            target: 900 KB, median 650; p95 50 ms
              start-ratio [rounds]         P8 start and memory beside a bare Kestrel application        target: 3.0
              scale [seed]                 a cluster of 1, 10 and 100 million connections, simulated     target: gives back what was measured
              growth [connections] [few]   P9 opening, claiming, refreshing, a page, at 1,000,000 and 1,000   target: 1.3 x each
              claims [rounds]              the dispatcher's claim at 1,000,000 past deliveries          target: 1.5 x that at 1,000
              refresh [callers]            callers of one expired token                                 target: 1 refresh
              refresh-processes [callers]  the same over two processes on one database                  target: 1 refresh
              kill [kills]                 kill -9 with deliveries in flight                            target: 0 lost
              search-overhead [rounds]     what the hub adds to a vendor's answer                       target: under 15 ms
              search-all [rounds]          five systems at once, beside the slowest alone               target: under 1.10
              startup [rounds]             from `dotnet run` on a built tree to the sign-in page        target: under 5 s

            circuits --page /audit weighs that page alone.
            PostgreSQL is a server of the run's own, from the installed binaries. 0: the claim holds. 1: it falls short. 3: the run is void.
            """);
        return 2;
    }
}
