namespace Integrations.Core.Widgets;

/// <param name="Url">http(s) or null; only where the link shows addresses.</param>
public sealed record WidgetRow(string? Title, string? Url, IReadOnlyList<KeyValuePair<string, string>> Facts);
