using Integrations.Core.Management;

namespace Integrations.Core.Widgets;

/// <summary>Which fields a widget can show.</summary>
public static class WidgetFields
{
    /// <summary>A thing's name; every data widget can show it.</summary>
    public const string Title = "title";

    /// <summary>Where the thing is at the vendor; every data widget can show it.</summary>
    public const string Url = "url";

    /// <summary>Names that a link of this kind may list.</summary>
    /// <param name="kind">Status and activity have fields of their own.</param>
    /// <param name="view">Its provider says what the vendor's things have.</param>
    /// <param name="entity">The vendor's entity type of a data widget; else null.</param>
    public static IReadOnlyList<string> Of(WidgetKind kind, InstanceView view, string? entity) => kind switch
    {
        WidgetKind.Status => ["connectedAt", "lastUsedAt", "lastSyncAt", "error"],
        WidgetKind.Activity => ["time", "action", "message", "duration"],
        _ => [Title, "description", Url, .. view.Provider?.Connector?.Manifest.Entities.FirstOrDefault(e => e.Name == entity)?.Fields.Select(field => field.Name).Except([Title, "description", Url], StringComparer.Ordinal) ?? []],
    };
}
