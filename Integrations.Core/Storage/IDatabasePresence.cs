namespace Integrations.Core.Storage;

/// <summary>Says that this process has the database open, from <see cref="EnterAsync"/> until it is disposed or the process ends, however it ends.</summary>
public interface IDatabasePresence : IDisposable
{
    /// <summary>Enters once; later calls do nothing.</summary>
    /// <param name="db">Says which database.</param>
    /// <param name="whenAlone">Run before entering, if no other process is there; those that start meanwhile wait.</param>
    /// <param name="cancellationToken">Ends the wait for another that has just started.</param>
    Task EnterAsync(IntegrationsDbContext db, Func<CancellationToken, Task> whenAlone, CancellationToken cancellationToken);
}
