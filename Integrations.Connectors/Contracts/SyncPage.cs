using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>One page of changes since a cursor.</summary>
/// <param name="Changes">May be empty, also where more pages wait.</param>
/// <param name="Cursor">Where to go on next time; kept even when nothing changed.</param>
/// <param name="HasMore">More pages wait right now.</param>
/// <param name="Restart">The vendor forgot the cursor: start again from null.</param>
public sealed record SyncPage(IReadOnlyList<EntityChange> Changes, string? Cursor, bool HasMore, bool Restart = false)
{
    /// <summary>
    /// Parts that were left out because the vendor refused them, each as a sentence that names it (RELIABILITY K2). A connector tells
    /// a refusal once: its cursor remembers it.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>
    /// The pull ends here as failed, and the next one goes on from <see cref="Cursor"/>: where it stood before, it would be refused again.
    /// Null where nothing failed. A failure in place of a page leaves the cursor as it was.
    /// </summary>
    public Failure? Refused { get; init; }
}
