using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Linking;

public static class LinkingRegistration
{
    /// <summary>Meetings, people, and their links to what vendors hold.</summary>
    public static IServiceCollection AddLinking(this IServiceCollection services)
    {
        services.AddScoped<LinkRemoval>();
        services.AddScoped<MeetingService>();
        services.AddScoped<PersonService>();
        return services;
    }
}
