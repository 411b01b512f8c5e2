using Integrations.Core.Jobs.Retention;
using Integrations.Core.Storage.KeyRing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.VendorEvents;

internal static class InboundRegistration
{
    /// <summary>What vendors tell us: addresses, deliveries, their effects.</summary>
    public static IServiceCollection AddInboundEvents(this IServiceCollection services)
    {
        services.AddReencrypted<InboundAddress>("inbound", "current", nameof(InboundAddress.Id), nameof(InboundAddress.Ciphertext),
            db => db.InboundAddresses.Select(a => new ProtectedRow<Guid> { Id = a.Id, OrganizationId = a.OrganizationId, Ciphertext = a.Ciphertext }));
        services.AddReencrypted<InboundAddress>("inbound", "former", nameof(InboundAddress.Id), nameof(InboundAddress.FormerCiphertext),
            db => db.InboundAddresses.Select(a => new ProtectedRow<Guid> { Id = a.Id, OrganizationId = a.OrganizationId, Ciphertext = a.FormerCiphertext }));
        services.AddSingleton<InboundSecrets>();
        services.AddSingleton<InboundAddressService>();
        services.AddSingleton<InboundTargets>();
        services.AddSingleton<InboundStore>();
        services.AddSingleton<InboundService>();
        services.AddSingleton<InboundLog>();
        services.AddSingleton<InboundProcessor>();
        services.AddHostedService(provider => provider.GetRequiredService<InboundProcessor>());
        return services.AddRetention<InboundEvent>("events of vendors", nameof(RetentionOptions.InboundEventDays), o => o.InboundEventDays, (db, before) => db.InboundEvents.Where(e => e.ReceivedAt < before));
    }
}
