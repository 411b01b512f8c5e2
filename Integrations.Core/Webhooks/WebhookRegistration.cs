using Integrations.Core.Events;
using Integrations.Core.Jobs.Retention;
using Integrations.Core.Storage.KeyRing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Webhooks;

/// <summary>Registers events to others.</summary>
public static class WebhookRegistration
{
    /// <summary>Outbound events: endpoints, deliveries, the dispatcher.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddReencrypted<WebhookEndpoint>("webhook", "secret", nameof(WebhookEndpoint.Id), nameof(WebhookEndpoint.SecretCiphertext),
            db => db.WebhookEndpoints.Select(e => new ProtectedRow<Guid> { Id = e.Id, OrganizationId = e.OrganizationId, Ciphertext = e.SecretCiphertext }));
        services.AddReencrypted<WebhookEndpoint>("webhook", "former", nameof(WebhookEndpoint.Id), nameof(WebhookEndpoint.FormerSecretsCiphertext),
            db => db.WebhookEndpoints.Select(w => new ProtectedRow<Guid> { Id = w.Id, OrganizationId = w.OrganizationId, Ciphertext = w.FormerSecretsCiphertext }));
        services.AddReencrypted<WebhookEndpoint>("webhook", "headers", nameof(WebhookEndpoint.Id), nameof(WebhookEndpoint.HeadersCiphertext),
            db => db.WebhookEndpoints.Select(w => new ProtectedRow<Guid> { Id = w.Id, OrganizationId = w.OrganizationId, Ciphertext = w.HeadersCiphertext }));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookEndpointService>();
        services.AddSingleton<DeliveryService>();
        services.AddSingleton<EventCache>();
        services.AddSingleton<WebhookFanOut>();
        services.AddSingleton<DeliveryClaims>();
        services.AddSingleton<DeliveryOutcomes>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<DeliveryRunner>();
        services.AddSingleton<WebhookProbe>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
        services.AddSingleton<DeliveryNotifications>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryNotifications>());
        // In this order: an event goes after the last delivery that needs it. Attempts go with their delivery.
        services.AddRetention<WebhookDelivery>(
            "deliveries and attempts", nameof(RetentionOptions.DeliveryDays), o => o.DeliveryDays, (db, before) =>
            {
                var bound = TimeOrderedId.After(before);
                return db.WebhookDeliveries.Where(d => d.CreatedAt < before && d.Id.CompareTo(bound) < 0 && d.ClaimId == null);
            });
        services.AddRetention<OutboxEvent>(
            "events that were raised", nameof(RetentionOptions.OutboxDays), o => o.OutboxDays, (db, before) =>
            {
                var bound = TimeOrderedId.After(before);
                return db.OutboxEvents.Where(e => e.OccurredAt < before && e.Id.CompareTo(bound) < 0 && e.FannedOutAt != null && !db.Set<WebhookDelivery>().Any(d => d.EventId == e.Id));
            });
        return services;
    }
}
