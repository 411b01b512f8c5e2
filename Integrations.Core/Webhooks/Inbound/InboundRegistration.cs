using Integrations.Core.Jobs.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Webhooks.Inbound;

internal static class InboundRegistration
{
    /// <summary>What vendors tell us: addresses, deliveries, their effects.</summary>
    public static IServiceCollection AddInboundEvents(this IServiceCollection services)
    {
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
