using Integrations.Core.Connections;
using Integrations.Core.Storage.KeyRing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.VendorEvents.Subscriptions;

internal static class SubscriptionRegistration
{
    /// <summary>Subscriptions that the hub opens at vendors.</summary>
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddReencrypted<EventSubscription>("channel", "token", nameof(EventSubscription.Id), nameof(EventSubscription.Ciphertext),
            db => db.EventSubscriptions.Select(c => new ProtectedRow<Guid> { Id = c.Id, OrganizationId = c.OrganizationId, Ciphertext = c.Ciphertext }));
        services.AddSingleton<IBeforeRevocation>(provider => provider.GetRequiredService<SubscriptionTeardown>());
        services.AddSingleton<SubscriptionSecrets>();
        services.AddSingleton<SubscriptionReconciler>();
        services.AddSingleton<SubscriptionTeardown>();
        services.AddSingleton<SubscriptionService>();
        services.AddSingleton<SubscriptionCalls>();
        services.AddSingleton<SubscriptionRenewalJob>();
        services.AddHostedService(provider => provider.GetRequiredService<SubscriptionRenewalJob>());
        return services;
    }
}
