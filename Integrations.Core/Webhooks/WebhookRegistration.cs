using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Webhooks;

public static class WebhookRegistration
{
    /// <summary>Outbound events: endpoints, deliveries, the dispatcher.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookEndpointService>();
        services.AddSingleton<DeliveryService>();
        services.AddSingleton<WebhookFanOut>();
        services.AddSingleton<DeliveryClaims>();
        services.AddSingleton<LeftClaims>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
        services.AddSingleton<DeliveryHints>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryHints>());
        return services;
    }
}
