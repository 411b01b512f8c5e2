using Integrations.Benchmarks.Load;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks;

/// <summary>The dispatcher's claim with few and with very many finished deliveries behind it.</summary>
internal static class ClaimQuery
{
    private const int Endpoints = 8;
    private const int DuePerEndpoint = 8;
    private const double MostRatio = 1.5;

    public static async Task<int> RunAsync(int rounds)
    {
        await using var few = await SceneAsync(1_000);
        await using var many = await SceneAsync(1_000_000);
        (Figures Claim, Figures Idle) small = (new("claim 64 at 1,000 past"), new("nothing due at 1,000 past"));
        (Figures Claim, Figures Idle) large = (new("claim 64 at 1,000,000 past"), new("nothing due at 1,000,000 past"));

        // The first round warms both up and is thrown away; within a round the two take turns.
        for (var round = 0; round <= rounds; round++)
        {
            await RoundAsync(few, round == 0 ? (new(""), new("")) : small);
            await RoundAsync(many, round == 0 ? (new(""), new("")) : large);
        }

        Figures.Print($"Claim of {Endpoints * DuePerEndpoint} due deliveries over {Endpoints} endpoints, SQLite, {rounds} rounds", small.Claim, large.Claim);
        Figures.Print("A poll that finds nothing", small.Idle, large.Idle);
        var ratio = large.Claim.Median / small.Claim.Median;
        return Figures.Verdict(ratio <= MostRatio, $"a claim takes {ratio:0.00} times as long at 1,000,000 past deliveries; target at most {MostRatio:0.0} times");
    }

    private static async Task RoundAsync(BenchHub hub, (Figures Claim, Figures Idle) figures)
    {
        var claims = hub.Get<DeliveryClaims>();
        await figures.Idle.MeasureAsync(() => claims.ClaimAsync(DeliveryClaims.BatchSize, CancellationToken.None));
        await AddDueAsync(hub);
        IReadOnlyList<ClaimedDelivery> claimed = [];
        await figures.Claim.MeasureAsync(async () => claimed = await claims.ClaimAsync(DeliveryClaims.BatchSize, CancellationToken.None));
        if (claimed.Count != Endpoints * DuePerEndpoint)
        {
            throw new InvalidOperationException($"{claimed.Count} were claimed.");
        }

        await claims.CompleteAsync(
            [.. claimed.Select(claim => new DeliveryResult(claim, new AttemptOutcome(200), null, null, DateTimeOffset.UtcNow, TimeSpan.Zero, 0.5))], CancellationToken.None);
    }

    private static async Task<BenchHub> SceneAsync(int past)
    {
        var hub = await BenchHub.StartAsync();
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
            db, (past / Endpoints) - 1, "1", new() { [nameof(WebhookDelivery.Id)] = BulkRows.NextId, [nameof(WebhookDelivery.EventId)] = BulkRows.NextId }, Endpoints);
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
