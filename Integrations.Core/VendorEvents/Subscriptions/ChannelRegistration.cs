using Integrations.Core.Connections;
using Integrations.Core.Storage.KeyRing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.VendorEvents.Subscriptions;

internal static class ChannelRegistration
{
    /// <summary>Channels that the hub opens at vendors.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddReprotected<EventChannel>("channel", "token", nameof(EventChannel.Id), nameof(EventChannel.Ciphertext),
            db => db.Channels.Select(c => new ProtectedRow<Guid> { Id = c.Id, OrganizationId = c.OrganizationId, Ciphertext = c.Ciphertext }));
        services.AddSingleton<IBeforeRevocation>(provider => provider.GetRequiredService<ChannelEnd>());
        services.AddSingleton<ChannelSecrets>();
        services.AddSingleton<WantedChannels>();
        services.AddSingleton<ChannelEnd>();
        services.AddSingleton<ChannelService>();
        services.AddSingleton<ChannelLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<ChannelLoop>());
        return services;
    }
}
