using System.Text.Json;
using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Storage;

/// <summary>Rows that are written many at a time are the rows that the model reads.</summary>
public sealed class SetStatementTests
{
    [Fact]
    public async Task Rows_OfEveryColumnsKind_AreReadBackAsTheyWere()
    {
        await using var hub = await CoreHub.StartAsync();
        var endpoint = await EndpointAsync(hub);
        var time = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero).AddMicroseconds(234);
        List<WebhookDelivery> rows =
        [
            new()
            {
                Id = Guid.NewGuid(),
                OrganizationId = endpoint.OrganizationId,
                EventId = Guid.NewGuid(),
                EndpointId = endpoint.Id,
                EventType = "a \"quoted\" \\ type",
                Status = DeliveryStatus.Dead,
                DueAt = time,
                ClaimId = Guid.NewGuid(),
                Attempts = int.MaxValue,
                LeaseLosses = 2,
                SentBody = "{\"text\":\"ünï <b> \u2028 😀 \\u0000 \t\"}",
                ReplayTraceParent = "",
                LastStatusCode = -1,
                LastError = "it's gone",
                LastDurationMs = 0,
                CreatedAt = time,
                CompletedAt = DateTimeOffset.UnixEpoch,
            },
            new() { Id = Guid.NewGuid(), OrganizationId = endpoint.OrganizationId, EventId = Guid.NewGuid(), EndpointId = endpoint.Id, EventType = "", CreatedAt = time },
        ];

        await hub.WithDatabaseAsync(async db =>
        {
            await db.WriteAsync(
                async ct =>
                {
                    await db.InsertRowsAsync(rows, ct);
                    return true;
                },
                default);
            return true;
        });

        Assert.Equal(Texts(rows), Texts(await DeliveriesAsync(hub)));
        // And flags, of a table that has them.
        endpoint.IsActive = false;
        endpoint.IsSecretWeak = true;
        Assert.Equal(
            [endpoint.Id],
            await hub.WithDatabaseAsync(db => db.WriteAsync(ct => db.UpdateRowsAsync([endpoint], [nameof(WebhookEndpoint.IsActive), nameof(WebhookEndpoint.IsSecretWeak), nameof(WebhookEndpoint.Events)], ct), default)));
        var after = await hub.WithDatabaseAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync());
        Assert.Equal(JsonSerializer.Serialize(endpoint), JsonSerializer.Serialize(after));
    }

    [Fact]
    public async Task Update_WritesOnlyRowsWhoseFenceHolds_AndSaysWhich()
    {
        await using var hub = await CoreHub.StartAsync();
        var endpoint = await EndpointAsync(hub);
        var (mine, theirs) = (Guid.NewGuid(), Guid.NewGuid());
        var rows = new[] { mine, theirs }.Select(claim => new WebhookDelivery
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = endpoint.OrganizationId,
            EventId = Guid.NewGuid(),
            EndpointId = endpoint.Id,
            EventType = "x",
            ClaimId = claim,
            DueAt = hub.Clock.GetUtcNow() + DeliveryClaims.Lease,
            CreatedAt = hub.Clock.GetUtcNow(),
        }).ToList();
        await hub.WithDatabaseAsync(db =>
        {
            db.WebhookDeliveries.AddRange(rows);
            return db.SaveChangesAsync();
        });
        var wanted = rows.Select(row => new WebhookDelivery { Id = row.Id, EventType = "y", ClaimId = mine, Attempts = 7 }).Append(new WebhookDelivery { Id = Guid.NewGuid(), EventType = "z", ClaimId = mine }).ToList();

        var written = await hub.WithDatabaseAsync(db => db.WriteAsync(ct => db.UpdateRowsAsync(wanted, [nameof(WebhookDelivery.Attempts)], ct, fence: nameof(WebhookDelivery.ClaimId)), default));

        Assert.Equal([rows[0].Id], written);
        Assert.Equal([("x", 7, (Guid?)null), ("x", 0, theirs)], (await DeliveriesAsync(hub)).OrderBy(d => d.Id == rows[1].Id).Select(d => (d.EventType, d.Attempts, d.ClaimId)));
    }

    private static Task<List<WebhookDelivery>> DeliveriesAsync(CoreHub hub) => hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().ToListAsync());

    private static IEnumerable<string> Texts(IEnumerable<WebhookDelivery> rows) => rows.OrderBy(row => row.Id).Select(row => JsonSerializer.Serialize(row));

    private static async Task<WebhookEndpoint> EndpointAsync(CoreHub hub)
    {
        // Switched off, so that nothing is sent.
        var service = hub.Get<WebhookEndpointService>();
        var created = await service.CreateAsync(hub.Admin, new WebhookEndpointValues { Name = "Receiver", Url = "https://receiver.example/hook", Events = [EventTypes.SyncFailed] }, default);
        await service.SwitchAsync(hub.Admin, created.Value.Endpoint.Id, on: false, default);
        return await hub.WithDatabaseAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync());
    }
}
