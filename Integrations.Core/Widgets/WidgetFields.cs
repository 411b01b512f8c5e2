using Integrations.Core.Management;

namespace Integrations.Core.Widgets;

/// <summary>Which fields a widget can show.</summary>
public static class WidgetFields
{
    public const string Title = "title";
    public const string Url = "url";

    public static IReadOnlyList<string> Of(WidgetKind kind, InstanceView view, string? entity) => kind switch
    {
        WidgetKind.Status => ["connectedAt", "lastUsedAt", "lastSyncAt", "error"],
        WidgetKind.Activity => ["time", "action", "message", "duration"],
        _ => [Title, "description", Url, .. view.Provider?.Connector?.Manifest.Entities.FirstOrDefault(e => e.Name == entity)?.Fields.Select(field => field.Name).Except([Title, "description", Url], StringComparer.Ordinal) ?? []],
    };
}
