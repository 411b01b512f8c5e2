namespace Integrations.Primitives;

/// <summary>One page of a list that is paged by offset.</summary>
/// <param name="Items">At most the asked-for number, in a total order.</param>
/// <param name="Total">All rows that match, on every page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total)
{
    public static Page<T> Empty { get; } = new([], 0);

    public Page<TOther> Map<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], Total);
}
