using Integrations.Benchmarks.Load;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks;

/// <summary>The dispatcher's claim with few and with very many finished deliveries behind it.</summary>
internal static class ClaimQuery
{
    private const int Endpoints = 8;
    private const int DuePerEndpoint = 8;
    private const int ClaimsPerRound = 5;
    private const double MostRatio = 1.5;

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var few = await SceneAsync(databases, 1_000);
        await using var many = await SceneAsync(databases, 1_000_000);
        var claim = new Ratio($"claim of {Endpoints * DuePerEndpoint} due", "ms", MostRatio, atMost: true);
        var idle = new Ratio("a poll that finds nothing", "ms", MostRatio, atMost: true);

        // The first round warms both up and is thrown away; within a round the two take turns.
        for (var round = 0; round <= rounds; round++)
        {
            (Figures Claim, Figures Idle) small = (new(""), new(""));
            (Figures Claim, Figures Idle) large = (new(""), new(""));
            for (var i = 0; i < ClaimsPerRound; i++)
            {
                await MeasureAsync(few, small);
                await MeasureAsync(many, large);
            }

            if (round > 0)
            {
                claim.Add(large.Claim.Median, small.Claim.Median);
                idle.Add(large.Idle.Median, small.Idle.Median);
            }
        }

        return Ratio.Print($"The dispatcher's claim at 1,000,000 past deliveries beside 1,000, {Endpoints} endpoints, {databases.Name}", claim, idle);
    }

    private static async Task MeasureAsync(BenchHub hub, (Figures Claim, Figures Idle) figures)
    {
        var claims = hub.Get<DeliveryClaims>();
        await figures.Idle.MeasureAsync(() => claims.ClaimAsync(new DeliveryCapacity(DeliveryClaims.BatchSize), CancellationToken.None));
        await AddDueAsync(hub);
        IReadOnlyList<ClaimedDelivery> claimed = [];
        await figures.Claim.MeasureAsync(async () => claimed = await claims.ClaimAsync(new DeliveryCapacity(DeliveryClaims.BatchSize), CancellationToken.None));
        if (claimed.Count != Endpoints * DuePerEndpoint)
        {
            throw new VoidRunException($"{claimed.Count} of {Endpoints * DuePerEndpoint} were claimed.");
        }

        await hub.Get<DeliveryOutcomes>().WriteAsync(
            [.. claimed.Select(claim => new DeliveryResult(claim, new AttemptOutcome(200), null, null, DateTimeOffset.UtcNow, TimeSpan.Zero, 0.5))], CancellationToken.None);
    }

    private static async Task<BenchHub> SceneAsync(RunDatabases databases, int past)
    {
        var hub = await BenchHub.StartAsync(databases);
        await using var db = await hub.DatabaseAsync();
        var now = DateTimeOffset.UtcNow;
        var source = Event(hub, now);
        db.OutboxEvents.Add(source);
        for (var i = 0; i < Endpoints; i++)
        {
            var endpoint = new WebhookEndpoint
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = hub.Admin.OrganizationId!.Value,
                Name = $"Receiver {i}",
                Url = "https://receiver.example/hook",
                SecretCiphertext = "",
                SecretHint = "",
                CreatedAt = now,
            };
            db.WebhookEndpoints.Add(endpoint);
            db.WebhookDeliveries.Add(new WebhookDelivery
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = endpoint.OrganizationId,
                EventId = source.Id,
                EndpointId = endpoint.Id,
                EventType = source.Type,
                Status = DeliveryStatus.Succeeded,
                Attempts = 1,
                CreatedAt = now,
                CompletedAt = now,
            });
        }

        await db.SaveChangesAsync();
        await BulkRows.MultiplyAsync<WebhookDelivery>(
            db, (past / Endpoints) - 1, "1 = 1", bulk => new() { [nameof(WebhookDelivery.Id)] = bulk.NextId, [nameof(WebhookDelivery.EventId)] = bulk.NextId }, Endpoints);
        return hub;
    }

    private static async Task AddDueAsync(BenchHub hub)
    {
        await using var db = await hub.DatabaseAsync();
        var now = DateTimeOffset.UtcNow;
        var endpoints = await db.WebhookEndpoints.Select(endpoint => endpoint.Id).ToListAsync();
        for (var i = 0; i < DuePerEndpoint; i++)
        {
            var source = Event(hub, now);
            db.OutboxEvents.Add(source);
            db.WebhookDeliveries.AddRange(endpoints.Select(endpoint => WebhookFanOut.Delivery(source, endpoint, now)));
        }

        await db.SaveChangesAsync();
    }

    private static OutboxEvent Event(BenchHub hub, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OrganizationId = hub.Admin.OrganizationId!.Value,
        Type = EventTypes.SyncCompleted,
        Data = "{}",
        OccurredAt = now,
        FannedOutAt = now,
    };
}
