using Integrations.Core.Catalog;
using Integrations.Core.Diagnostics;
using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Core.VendorEvents;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Webhooks;

/// <summary>What a killed process had claimed, seen by the next start.</summary>
public sealed class AbandonedClaimsTests
{
    [Fact, Proves("RL1")]
    public async Task ClaimsOfAProcessThatIsGone_AreDueAtTheNextStart_ThoseOfALivingOneAreNot()
    {
        // On PostgreSQL no one can know that a node is gone, and its leases end by themselves.
        await using var hub = await CoreHub.StartAsync(onPostgres: false);
        var contexts = hub.Get<IDbContextFactory<IntegrationsDbContext>>();
        using var beside = new AbandonedClaims(contexts, hub.Get<IDatabaseDialect>(), hub.Clock, NullLogger<AbandonedClaims>.Instance);
        using var after = new AbandonedClaims(contexts, hub.Get<IDatabaseDialect>(), hub.Clock, NullLogger<AbandonedClaims>.Instance);
        await AddClaimedAsync(hub);

        // The hub itself runs: its claims are its own.
        Assert.Equal(0, await beside.ReleaseAsync(default));

        // As the system does for a killed process: its locks fall, its claims stay.
        hub.Get<AbandonedClaims>().Dispose();
        beside.Dispose();
        // A delivery, and an event of a vendor that was at its second attempt; the one that waits for its time is left.
        Assert.Equal(2, await after.ReleaseAsync(default));
        var freed = await hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().SingleAsync());
        Assert.Equal(hub.Clock.GetUtcNow(), freed.DueAt);
        Assert.NotNull(freed.ClaimId);
    }

    private static Task<int> AddClaimedAsync(CoreHub hub) => hub.WithDatabaseAsync(db =>
    {
        var now = hub.Clock.GetUtcNow();
        var organization = hub.Admin.OrganizationId!.Value;

        // Switched off, so that the hub's own dispatcher leaves it alone.
        var endpoint = new WebhookEndpoint
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            Name = "Receiver",
            Url = "https://receiver.example/hook",
            SecretCiphertext = "",
            SecretHint = "",
            CreatedAt = now,
            IsActive = false,
        };
        var happened = new OutboxEvent { Id = Guid.CreateVersion7(now), OrganizationId = organization, Type = EventTypes.SyncCompleted, Data = "{}", OccurredAt = now, FannedOutAt = now };
        db.AddRange(endpoint, happened);
        db.WebhookDeliveries.Add(new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            EventId = happened.Id,
            EndpointId = endpoint.Id,
            EventType = happened.Type,
            CreatedAt = now,
            ClaimId = Guid.NewGuid(),
            DueAt = now + DeliveryClaims.Lease,
        });
        var instance = new Core.Instances.IntegrationInstance
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            ProviderId = db.Providers.OrderBy(p => p.Key).First().Id,
            ProviderKey = "github",
            Name = "G",
            CreatedAt = now,
        };
        db.Add(instance);
        foreach (var claim in new Guid?[] { Guid.NewGuid(), null })
        {
            db.InboundEvents.Add(new Core.VendorEvents.InboundEvent
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = organization,
                InstanceId = instance.Id,
                DeliveryId = $"{claim}",
                EventType = "issues",
                ReceivedAt = now,
                DueAt = now.AddMinutes(1),
                Attempts = 2,
                ClaimId = claim,
            });
        }

        return db.SaveChangesAsync();
    });
}
