namespace Integrations.Primitives;

/// <summary>Which part of a list is wanted, and in which order.</summary>
/// <param name="Limit">1 to 100 rows.</param>
/// <param name="Offset">0 to 1,000,000 rows (SECURITY I1).</param>
/// <param name="SortBy">A name from the list's own allow-list; null for its natural order.</param>
public sealed record PageRequest(int Limit = 50, int Offset = 0, string? SortBy = null, bool Descending = false)
{
    public const int MaxLimit = 100;
    public const int MaxOffset = 1_000_000;

    public Failure? Validate() =>
        Limit is < 1 or > MaxLimit ? Failure.InvalidField("limit", $"limit must be between 1 and {MaxLimit}.")
        : Offset is < 0 or > MaxOffset ? Failure.InvalidField("offset", $"offset must be between 0 and {MaxOffset}.")
        : null;
}
