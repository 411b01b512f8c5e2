namespace Integrations.Core.Storage;

/// <summary>Short messages between nodes on one database. One that is missed is not repeated.</summary>
public interface IDatabaseNotifications
{
    /// <summary>Says to all that listen on a topic that something happened; this process hears it too.</summary>
    /// <param name="db">Says where the database is.</param>
    /// <param name="topic">A word without quotes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task NotifyAsync(IntegrationsDbContext db, string topic, CancellationToken cancellationToken);

    /// <summary>Listens on a connection of its own. From its return on nothing is missed.</summary>
    /// <param name="db">Says where the database is.</param>
    /// <param name="topic">A word without quotes.</param>
    /// <param name="keepAlive">How often the connection is kept alive.</param>
    /// <param name="onHeard">Called for each message while <see cref="IDatabaseListener.WaitAsync"/> runs.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<IDatabaseListener> ListenAsync(IntegrationsDbContext db, string topic, TimeSpan keepAlive, Action onHeard, CancellationToken cancellationToken);
}
