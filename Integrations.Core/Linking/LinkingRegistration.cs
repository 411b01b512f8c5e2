using Integrations.Core.Linking.Accounts;
using Integrations.Core.Linking.Calendars;
using Integrations.Core.Linking.Feeds;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Linking;

/// <summary>Registers meetings, people and links (000).</summary>
public static class LinkingRegistration
{
    /// <summary>Meetings, people, and their links to what vendors hold.</summary>
    public static IServiceCollection AddLinking(this IServiceCollection services)
    {
        services.AddSingleton<LinkRemoval>();
        services.AddSingleton<MeetingService>();
        services.AddSingleton<PersonService>();
        services.AddSingleton<LinkService>();
        services.AddSingleton<IntegrationLinks>();
        services.AddSingleton<LinkCopies>();
        services.AddSingleton<LinkSources>();
        services.AddSingleton<LinkWriter>();
        services.AddSingleton<CalendarFeedService>();
        services.AddSingleton<CalendarSources>();
        services.AddSingleton<CalendarReader>();
        services.AddSingleton<MeetingImport>();
        services.AddSingleton<LikelyLinks>();
        services.AddSingleton<AccountSources>();
        services.AddSingleton<AccountReader>();
        services.AddSingleton<PersonAccounts>();
        services.AddSingleton<AccountRefusals>();
        return services;
    }
}
