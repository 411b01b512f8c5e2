using Integrations.Core.Activity;
using Integrations.Core.Management;
using Integrations.Primitives;

namespace Integrations.Core.Widgets;

/// <summary>What an administrator asks for.</summary>
/// <param name="Name">1 to 80 characters, for people.</param>
/// <param name="Fields">Names out of <see cref="WidgetFields"/>; at least one.</param>
/// <param name="Origins">Exact http(s) origins whose pages may frame it, at most 10; empty means that it can only be opened by itself.</param>
public sealed record NewWidgetLink(string Name, WidgetKind Kind, IReadOnlyList<string> Fields, IReadOnlyList<string> Origins)
{
    /// <summary>For data: an entity type that the provider's manifest names.</summary>
    public string? Entity { get; init; }

    /// <summary>1 to 50.</summary>
    public int Rows { get; init; } = 10;

    /// <summary>1 to 365 days.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(90);
}

/// <summary>A link in a list; nothing in it opens anything.</summary>
public sealed record WidgetLinkRow(
    Guid Id, string Name, WidgetKind Kind, string Hint, string? Entity, IReadOnlyList<string> Fields, int Rows, IReadOnlyList<string> Origins,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    internal static WidgetLinkRow Of(WidgetLink link) => new(
        link.Id, link.Name, link.Kind, link.Hint, link.Entity, link.Fields, link.Rows, link.Origins, link.CreatedBy, link.CreatedAt, link.ExpiresAt, link.LastUsedAt, link.RevokedAt);
}

/// <summary>A link just made. Its secret part is shown this once.</summary>
[HoldsSecret]
public sealed class CreatedWidgetLink(WidgetLinkRow row, Secret token)
{
    public WidgetLinkRow Row => row;

    public Secret Token => token;

    public override string ToString() => "***";
}

/// <summary>What a link shows to whoever opened it.</summary>
/// <param name="Instance">How the integration stands.</param>
/// <param name="Problem">Why the rest is missing, in words for strangers; null while all is well.</param>
public sealed record WidgetView(WidgetLinkRow Link, InstanceView Instance, string? Problem)
{
    /// <summary>Of an activity widget, newest first.</summary>
    public IReadOnlyList<ActivityRow> Activities { get; init; } = [];

    /// <summary>Of a data widget: each thing's shown fields as text, in the link's order.</summary>
    public IReadOnlyList<WidgetRow> Data { get; init; } = [];

    public DateTimeOffset ReadAt { get; init; }
}

/// <param name="Url">http(s) or null; only where the link shows addresses.</param>
public sealed record WidgetRow(string? Title, string? Url, IReadOnlyList<KeyValuePair<string, string>> Facts);

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
