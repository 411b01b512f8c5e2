using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Integrations.Benchmarks.Load;
using Integrations.Connectors.Contracts;
using Integrations.Core.Storage;
using Integrations.Core.VendorEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks;

/// <summary>
/// P5: events of vendors accepted over HTTP a second, verified and on disk before the answer, beside a bare Kestrel that puts the same rows into the same
/// table in groups and checks nothing. Both servers are in this process, without the web program's limits and headers.
/// </summary>
internal static partial class AcceptRate
{
    private const int Clients = 32;
    private const int WarmUpRounds = 6;
    private const int GroupSize = 256;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);
    private static readonly byte[] Body = """{"action":"edited","issue":{"number":7,"title":"Export fails","html_url":"https://github.com/acme/app/issues/7"},"repository":{"full_name":"acme/app"}}"""u8.ToArray();

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
        await using var ours = await Sink.StartAsync(app => app.MapPost("/", http => AcceptAsync(hub.Get<InboundService>(), instance, http)));
        var group = new GroupCommit<InboundEvent>(events => InsertAsync(hub, events), GroupSize);
        var organization = hub.Admin.OrganizationId!.Value;
        await using var bare = await Sink.StartAsync(app => app.MapPost("/", async http =>
        {
            await ReadAsync(http.Request);
            await group.CommitAsync(Row(organization, instance, http.Request.Headers["X-GitHub-Delivery"].ToString()), http.RequestAborted);
        }));

        var rate = new Ratio($"{Clients} clients", "per second", 0.60, atMost: false);
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var (accepted, stored) = (await SendAsync(hub, Sink.AddressOf(ours), $"/?{InboundService.KeyParameter}={key}", secret), await SendAsync(hub, Sink.AddressOf(bare), "/", secret));
            if (round >= 0)
            {
                rate.Add(accepted, stored);
            }
        }

        return Ratio.Print($"P5: events of vendors accepted over HTTP beside bare Kestrel with the same insert in groups, {databases.Name}", rate);
    }

    private static async Task AcceptAsync(InboundService inbound, Guid instance, HttpContext http)
    {
        var body = await ReadAsync(http.Request);
        var request = new InboundRequest(
            "POST",
            http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            body);
        var verdict = await inbound.ReceiveAsync("github", instance, request, http.RequestAborted);
        http.Response.StatusCode = verdict is InboundVerdict.Accepted ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static async Task InsertAsync(BenchHub hub, IReadOnlyList<InboundEvent> events)
    {
        await using var db = await hub.DatabaseAsync();
        await db.WriteAsync(
            async ct =>
            {
                await db.InsertRowsAsync(events, ct, skipKnown: true);
                return true;
            },
            CancellationToken.None);
    }

    private static InboundEvent Row(Guid organization, Guid instance, string delivery)
    {
        var now = DateTimeOffset.UtcNow;
        return new InboundEvent
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            InstanceId = instance,
            DeliveryId = delivery,
            EventType = "issues",
            Touched = [new TouchedEntity("issue", "issue:acme:app:7")],
            ReceivedAt = now,
            DueAt = now,
        };
    }

    private static async Task<double> SendAsync(BenchHub hub, Uri address, string path, byte[] secret)
    {
        var before = await CountAsync(hub);
        var ledger = new Ledger();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            using var connection = await PlainConnection.OpenAsync(address);
            while (Stopwatch.GetElapsedTime(started) < Time)
            {
                ledger.Send();
                var (status, _) = await connection.ExchangeAsync(Request(address, path, secret));
                ledger.End(status == StatusCodes.Status200OK);
            }
        })));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        ledger.MustBalance("accept");
        var stored = await CountAsync(hub) - before;
        return stored == ledger.Succeeded ? stored / took : throw new VoidRunException($"{ledger.Succeeded} accepted, {stored} on disk.");
    }

    private static async Task<long> CountAsync(BenchHub hub)
    {
        await using var db = await hub.DatabaseAsync();
        return await db.InboundEvents.LongCountAsync();
    }

    private static byte[] Request(Uri address, string path, byte[] secret)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nX-GitHub-Event: issues\r\nX-GitHub-Delivery: {Guid.NewGuid()}\r\nX-Hub-Signature-256: sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret, Body))}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. Body];
    }

    [GeneratedRegex("[?&]key=(?<key>[^&]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Key();
}
