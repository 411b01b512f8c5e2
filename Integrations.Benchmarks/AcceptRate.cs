using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Integrations.Benchmarks.Load;
using Integrations.Connectors.Contracts;
using Integrations.Core.VendorEvents;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks;

/// <summary>P5: inbound events verified and on disk a second, beside the syncs a second that the disk does for as many clients.</summary>
internal static partial class AcceptRate
{
    private const int Clients = 32;
    private const int WarmUpRounds = 4;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var hub = await BenchHub.StartAsync(databases);
        var instance = await hub.ConnectAsync("github", "api_key");
        var admin = hub.Admin with { AuthenticatedAt = DateTimeOffset.UtcNow };
        var opened = await hub.Get<InboundAddressService>().OpenAsync(admin, instance, null, overlap: false, CancellationToken.None);
        if (!opened.IsSuccess)
        {
            throw new InvalidOperationException(opened.Failure!.Message);
        }

        var key = Key().Match(opened.Value.Address.Address).Groups["key"].Value;
        var secret = Encoding.UTF8.GetBytes(opened.Value.Secret.Reveal());
        var rate = new Ratio($"{Clients} clients", "per second", 2.0, atMost: false);
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var (accepted, synced) = (await AcceptAsync(hub, instance, key, secret), await SyncAsync(hub.Folder));
            if (round >= 0)
            {
                rate.Add(accepted, synced);
            }
        }

        return Ratio.Print($"P5: inbound events durably accepted beside fsync, {databases.Name}", rate);
    }

    private static async Task<double> AcceptAsync(BenchHub hub, Guid instance, string key, byte[] secret)
    {
        var inbound = hub.Get<InboundService>();
        var before = await CountAsync(hub);
        var ledger = new Ledger();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < Time)
            {
                ledger.Send();
                var verdict = await inbound.ReceiveAsync("github", instance, Request(key, secret), CancellationToken.None);
                ledger.End(verdict is InboundVerdict.Accepted);
            }
        })));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        ledger.MustBalance("inbound");
        var stored = await CountAsync(hub) - before;
        return stored == ledger.Succeeded ? stored / took : throw new VoidRunException($"{ledger.Succeeded} accepted, {stored} on disk.");
    }

    private static async Task<long> CountAsync(BenchHub hub)
    {
        await using var db = await hub.DatabaseAsync();
        return await db.InboundEvents.LongCountAsync();
    }

    private static InboundRequest Request(string key, byte[] secret)
    {
        var body = Encoding.UTF8.GetBytes("""{"action":"edited","issue":{"number":7,"title":"Export fails","html_url":"https://github.com/acme/app/issues/7"},"repository":{"full_name":"acme/app"}}""");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["X-GitHub-Event"] = "issues",
            ["X-GitHub-Delivery"] = Guid.NewGuid().ToString(),
            ["X-Hub-Signature-256"] = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, body)),
            ["Content-Type"] = "application/json",
        };
        return new InboundRequest("POST", headers, new Dictionary<string, string>(StringComparer.Ordinal) { [InboundService.KeyParameter] = key }, body);
    }

    /// <summary>Appends and syncs, each client to its own file on the database's disk.</summary>
    private static async Task<double> SyncAsync(string folder)
    {
        var syncs = 0L;
        var page = new byte[4096];
        var started = Stopwatch.GetTimestamp();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Factory.StartNew(
            () =>
            {
                var path = Path.Combine(folder, $"sync-{client}");
                using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    while (Stopwatch.GetElapsedTime(started) < Time)
                    {
                        file.Write(page);
                        file.Flush(flushToDisk: true);
                        Interlocked.Increment(ref syncs);
                    }
                }

                File.Delete(path);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(clients);
        return syncs / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    [GeneratedRegex("[?&]key=(?<key>[^&]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Key();
}
