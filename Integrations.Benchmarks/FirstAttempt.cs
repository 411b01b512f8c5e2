using System.Diagnostics;
using System.Threading.Channels;
using Integrations.Benchmarks.Load;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Microsoft.AspNetCore.Builder;

namespace Integrations.Benchmarks;

/// <summary>
/// P10: from the commit of an event to the moment its first attempt reaches the receiver, one at a time on a hub that is idle else. It
/// holds the wake, the fan-out, the claim on disk, the signature and the request.
/// </summary>
internal static class FirstAttempt
{
    private const double TargetMs = 20;
    private const int WarmUp = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(int events, RunDatabases databases)
    {
        var arrivals = Channel.CreateUnbounded<long>();
        await using var sink = await Sink.StartAsync(app => app.MapPost("/{endpoint}", async http =>
        {
            arrivals.Writer.TryWrite(Stopwatch.GetTimestamp());
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }));
        await using var hub = await BenchHub.StartAsync(databases, settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Egress:AllowedPrivateNetworks:0"] = "127.0.0.0/8" });
        var created = await hub.Get<WebhookEndpointService>().CreateAsync(
            hub.Admin, new WebhookEndpointValues { Name = "Receiver", Url = new Uri(Sink.AddressOf(sink), "0").ToString(), Events = [EventTypes.SyncCompleted] }, CancellationToken.None);
        if (!created.IsSuccess)
        {
            throw new InvalidOperationException(created.Failure!.Message);
        }

        var dispatcher = hub.Get<WebhookDispatcher>();
        await dispatcher.StartAsync(CancellationToken.None);
        var row = new Figures("commit to arrival");
        for (var i = -WarmUp; i < events; i++)
        {
            // At any moment of the dispatcher's rest, not just after it was woken.
            await Task.Delay(Random.Shared.Next(5, 60));
            await hub.RaiseAsync(events: 1);
            var committed = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(Patience);
            var arrived = await arrivals.Reader.ReadAsync(patience.Token);
            if (i >= 0)
            {
                // The dispatcher may be quicker than the answer to the commit.
                row.Add(Stopwatch.GetElapsedTime(Math.Min(committed, arrived), arrived));
            }
        }

        await dispatcher.StopAsync(CancellationToken.None);
        Figures.Print($"P10: an event's commit to its first attempt, {events} events one at a time, {databases.Name}", row);
        return Figures.Verdict(row.P95 <= TargetMs, $"95 of 100 arrive within {row.P95:0.0} ms of the commit; target {TargetMs:0} ms");
    }
}
