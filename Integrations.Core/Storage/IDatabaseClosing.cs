namespace Integrations.Core.Storage;

/// <summary>What a kind of database does last, after everything that writes has stopped; registered by its <see cref="IDatabaseDialect.AddContexts"/>.</summary>
public interface IDatabaseClosing
{
    /// <summary>Called once, at the stop.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
