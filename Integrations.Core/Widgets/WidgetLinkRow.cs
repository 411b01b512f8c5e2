namespace Integrations.Core.Widgets;

/// <summary>A link in a list; nothing in it opens anything.</summary>
public sealed record WidgetLinkRow(
    Guid Id, string Name, WidgetKind Kind, string Hint, string? Entity, IReadOnlyList<string> Fields, int Rows, IReadOnlyList<string> Origins,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    internal static WidgetLinkRow Of(WidgetLink link) => new(
        link.Id, link.Name, link.Kind, link.Hint, link.Entity, link.Fields, link.Rows, link.Origins, link.CreatedBy, link.CreatedAt, link.ExpiresAt, link.LastUsedAt, link.RevokedAt);
}
