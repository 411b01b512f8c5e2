namespace Integrations.Core.Storage;

/// <summary>Links the entries that a transaction adds, as the last thing before it commits (SECURITY L4).</summary>
public interface IEntryChain
{
    /// <summary>Gets ready before the transaction begins; it may write a key of its own.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Gives each entry its place, inside the transaction.</summary>
    /// <param name="db">The context that commits.</param>
    /// <param name="entries">At least one, in the order in which they were added.</param>
    /// <param name="save">Writes the entries; called once, between taking the heads of the chains and moving them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task LinkAsync(IntegrationsDbContext db, IReadOnlyList<IChainedEntry> entries, Func<CancellationToken, Task> save, CancellationToken cancellationToken);
}
