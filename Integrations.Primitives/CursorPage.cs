namespace Integrations.Primitives;

/// <summary>One page of a list that is paged by cursor.</summary>
/// <param name="NextCursor">Opaque; null on the last page.</param>
public sealed record CursorPage<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    public bool HasMore => NextCursor is not null;
}
