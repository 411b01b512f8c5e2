using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Channels;

internal static class ChannelRegistration
{
    /// <summary>Channels that the hub opens at vendors.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<ChannelSecrets>();
        services.AddSingleton<WantedChannels>();
        services.AddSingleton<ChannelEnd>();
        services.AddSingleton<ChannelService>();
        services.AddSingleton<ChannelLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<ChannelLoop>());
        return services;
    }
}
