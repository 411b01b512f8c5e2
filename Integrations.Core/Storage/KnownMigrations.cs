namespace Integrations.Core.Storage;

/// <summary>
/// The migrations of this program and those that its first one replaced. Migrations from before the first release became one, which
/// kept the newest id among them: a database that they made lists the older ids too, and is not to be taken for a newer program's.
/// </summary>
/// <param name="ids">The program's own, as EF Core names them: the time they were made comes first, so they sort by age.</param>
internal sealed class KnownMigrations(IEnumerable<string> ids)
{
    /// <summary>The program's own, oldest first.</summary>
    public IReadOnlyList<string> Ids { get; } = [.. ids.Order(StringComparer.Ordinal)];

    /// <summary>Whether this program knows what the migration did; false means that a newer program made it.</summary>
    public bool Includes(string id) => Ids.Contains(id, StringComparer.Ordinal) || string.CompareOrdinal(id, Ids[0]) < 0;
}
