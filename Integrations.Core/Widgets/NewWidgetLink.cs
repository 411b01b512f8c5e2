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
