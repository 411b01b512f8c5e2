using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Integrations.Web.Components.Layout;

/// <summary>A place in the navigation rail.</summary>
/// <param name="Name">As the rail shows it.</param>
/// <param name="Address">Its route, beginning with a slash.</param>
/// <param name="Icon">A name in the Material Symbols font.</param>
public sealed record Room(string Name, string Address, string Icon)
{
    public static IReadOnlyList<Room> ForEveryone { get; } = Built(
        new("Dashboard", "/", "space_dashboard"),
        new("Catalog", "/catalog", "apps"),
        new("Integrations", "/integrations", "hub"),
        new("My connections", "/connections", "link"),
        new("Search", "/search", "search"),
        new("Meetings", "/meetings", "event"),
        new("People", "/people", "group"),
        new("Activity", "/activity", "monitoring"));

    public static IReadOnlyList<Room> ForAdministrators { get; } = Built(
        new("Webhooks", "/webhooks", "webhook"),
        new("Members", "/members", "manage_accounts"),
        new("Tokens", "/tokens", "key"),
        new("Audit", "/audit", "fact_check"),
        new("Templates", "/templates", "dashboard_customize"));

    public static IReadOnlyList<Room> ForSuperAdministrators { get; } = Built(
        new("Providers", "/providers", "extension"),
        new("Organizations", "/organizations", "domain"),
        new("Objectives", "/objectives", "speed"),
        new("Doctor", "/doctor", "stethoscope"));

    public NavLinkMatch Match => Address == "/" ? NavLinkMatch.All : NavLinkMatch.Prefix;

    /// <summary>The rail leads nowhere that has no page, so a feature that is left out leaves no dead link.</summary>
    private static Room[] Built(params Room[] rooms)
    {
        var addresses = typeof(Room).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. rooms.Where(room => addresses.Contains(room.Address))];
    }
}
