using System.Reflection;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Integrations.Web.Components.Layout;

/// <summary>A place in the navigation rail.</summary>
/// <param name="Say">Gives its name in the language of who looks.</param>
/// <param name="Address">Its route, beginning with a slash.</param>
/// <param name="Icon">A name of <see cref="Shared.Glyph"/>.</param>
public sealed record NavigationEntry(Func<string> Say, string Address, string Icon)
{
    public static IReadOnlyList<NavigationEntry> ForEveryone { get; } = Built(
        new(() => Text.T("Dashboard"), "/", "space_dashboard"),
        new(() => Text.T("Catalog"), "/catalog", "apps"),
        new(() => Text.T("Integrations"), "/integrations", "hub"),
        new(() => Text.T("My connections"), "/connections", "link"),
        new(() => Text.T("Search"), "/search", "search"),
        new(() => Text.T("Meetings"), "/meetings", "event"),
        new(() => Text.T("People"), "/people", "group"),
        new(() => Text.T("Activity"), "/activity", "monitoring"),
        new(() => Text.T("Agents"), "/agents", "smart_toy"));

    public static IReadOnlyList<NavigationEntry> ForAdministrators { get; } = Built(
        new(() => Text.T("Webhooks"), "/webhooks", "webhook"),
        new(() => Text.T("Members"), "/members", "manage_accounts"),
        new(() => Text.T("Tokens"), "/tokens", "key"),
        new(() => Text.T("Audit"), "/audit", "fact_check"),
        new(() => Text.T("Templates"), "/templates", "dashboard_customize"));

    public static IReadOnlyList<NavigationEntry> ForSuperAdministrators { get; } = Built(
        new(() => Text.T("Checklist"), "/checklist", "checklist"),
        new(() => Text.T("Providers"), "/providers", "extension"),
        new(() => Text.T("Organizations"), "/organizations", "domain"),
        new(() => Text.T("Objectives"), "/objectives", "speed"),
        new(() => Text.T("Doctor"), "/doctor", "stethoscope"));

    /// <summary>As the rail shows it.</summary>
    public string Name => Say();

    public NavLinkMatch Match => Address == "/" ? NavLinkMatch.All : NavLinkMatch.Prefix;

    /// <summary>The rail leads nowhere that has no page, so a feature that is left out leaves no dead link.</summary>
    private static NavigationEntry[] Built(params NavigationEntry[] entries)
    {
        var addresses = typeof(NavigationEntry).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. entries.Where(entry => addresses.Contains(entry.Address))];
    }
}
