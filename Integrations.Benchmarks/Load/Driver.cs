using System.Diagnostics;

namespace Integrations.Benchmarks.Load;

/// <summary>Sends requests over a few connections, each as soon as the last was answered.</summary>
internal sealed class Driver(Uri address, IReadOnlyList<byte[]> requests)
{
    private int _next;

    /// <summary>One after the other over one connection.</summary>
    /// <returns>The median time of one request in milliseconds.</returns>
    public async Task<double> MedianAsync(int count, string run)
    {
        var times = new List<double>(count);
        var ledger = new Ledger();
        using var connection = await PlainConnection.OpenAsync(address);
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await SendAsync(connection, ledger);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        ledger.MustBalance(run);
        return Ratio.Median(times);
    }

    /// <summary>As many as go through in a time.</summary>
    /// <returns>Requests a second.</returns>
    public async Task<double> RateAsync(int connections, TimeSpan time, string run)
    {
        var ledger = new Ledger();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await PlainConnection.OpenAsync(address);
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                await SendAsync(connection, ledger);
            }
        })));
        ledger.MustBalance(run);
        return ledger.Succeeded / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task SendAsync(PlainConnection connection, Ledger ledger)
    {
        var request = requests[(int)((uint)Interlocked.Increment(ref _next) % (uint)requests.Count)];
        ledger.Send();
        var (status, _) = await connection.ExchangeAsync(request);
        ledger.End(status == 200);
    }
}
