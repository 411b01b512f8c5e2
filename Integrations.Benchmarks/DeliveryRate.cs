using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Integrations.Benchmarks.Load;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks;

/// <summary>
/// P4: durable webhook deliveries a second (event committed, fanned out, claimed, signed, posted, outcome committed)
/// beside a bare loop that signs and posts the same to the same receiver and remembers nothing.
/// </summary>
internal static class DeliveryRate
{
    private const int Endpoints = 16;
    private const int WarmUpRounds = 16;
    private const int EventsPerRound = 125;
    private const int Deliveries = Endpoints * EventsPerRound;
    private const int BareAtOnce = 32;

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        var arrived = 0L;
        await using var sink = await Sink.StartAsync(app => app.MapPost("/{endpoint}", async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            Interlocked.Increment(ref arrived);
        }));
        var receiver = Sink.AddressOf(sink);
        await using var hub = await BenchHub.StartAsync(databases, settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Egress:AllowedPrivateNetworks:0"] = "127.0.0.0/8" });
        for (var i = 0; i < Endpoints; i++)
        {
            var created = await hub.Get<WebhookEndpointService>().CreateAsync(
                hub.Admin, new WebhookEndpointValues { Name = $"Receiver {i}", Url = new Uri(receiver, $"{i}").ToString(), Events = [EventTypes.SyncCompleted] }, CancellationToken.None);
            if (!created.IsSuccess)
            {
                throw new InvalidOperationException(created.Failure!.Message);
            }
        }

        var dispatcher = hub.Get<WebhookDispatcher>();
        await dispatcher.StartAsync(CancellationToken.None);
        var rate = new Ratio($"{Deliveries:N0} deliveries a round", "per second", 0.25, atMost: false);
        // Says what a delivery costs on a machine that does other things too; the receiver's share is in both.
        var work = new Ratio("processor time of this process", "µs each", 4, atMost: true);
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var (durable, durableWork) = await WorkAsync(() => DurableAsync(hub, () => Interlocked.Read(ref arrived)));
            var (bare, bareWork) = await WorkAsync(() => BareAsync(receiver));
            if (round >= 0)
            {
                rate.Add(durable, bare);
                work.Add(durableWork, bareWork);
            }
        }

        await dispatcher.StopAsync(CancellationToken.None);
        return Ratio.Print($"P4: durable deliveries beside a bare sign-and-POST loop of {BareAtOnce}, {databases.Name}", rate, work);
    }

    private static async Task<(double Rate, double Work)> WorkAsync(Func<Task<double>> run)
    {
        var before = Environment.CpuUsage.TotalTime;
        var rate = await run();
        return (rate, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Deliveries);
    }

    /// <param name="hub">Delivers.</param>
    /// <param name="arrived">What the receiver has got: the database is asked how many have ended only when all have arrived, because counting a table is work too.</param>
    private static async Task<double> DurableAsync(BenchHub hub, Func<long> arrived)
    {
        var (before, arrivedBefore) = (await CountAsync(hub, DeliveryStatus.Succeeded), arrived());
        var started = Stopwatch.GetTimestamp();
        await hub.RaiseAsync(EventsPerRound);
        while (arrived() - arrivedBefore < Deliveries && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
        {
            await Task.Delay(1);
        }

        long ended;
        while ((ended = await CountAsync(hub, DeliveryStatus.Succeeded) - before) < Deliveries && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
        {
            await Task.Delay(2);
        }

        return ended == Deliveries
            ? Deliveries / Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new VoidRunException($"{Deliveries} promised, {ended} delivered.");
    }

    private static async Task<long> CountAsync(BenchHub hub, DeliveryStatus status)
    {
        await using var db = await hub.DatabaseAsync();
        return await db.WebhookDeliveries.LongCountAsync(d => d.Status == status);
    }

    private static async Task<double> BareAsync(Uri receiver)
    {
        using var http = new HttpClient();
        var secret = new Secret("whsec_" + Convert.ToBase64String(new byte[32]));
        var body = """{"event":"sync.completed","timestamp":"2026-01-01T00:00:00Z","data":{"integrationId":"0198f3c2-0000-7000-8000-000000000000","name":"Team calendar","changed":3},"signature":"sha256=0000000000000000000000000000000000000000000000000000000000000000"}"""u8.ToArray();
        var left = Deliveries;
        var ledger = new Ledger();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, BareAtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) is var number and >= 0)
            {
                var (id, now) = (Guid.CreateVersion7().ToString(), DateTimeOffset.UtcNow);
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(receiver, (number % Endpoints).ToString(CultureInfo.InvariantCulture))) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.Add(WebhookSignature.IdHeader, id);
                request.Headers.Add(WebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
                request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(secret, id, now, body));
                ledger.Send();
                using var answer = await http.SendAsync(request);
                ledger.End(answer.IsSuccessStatusCode);
            }
        })));
        ledger.MustBalance("bare loop");
        return Deliveries / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
