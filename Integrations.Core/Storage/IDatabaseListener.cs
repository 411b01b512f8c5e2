namespace Integrations.Core.Storage;

/// <summary>A connection that listens until it is disposed.</summary>
public interface IDatabaseListener : IAsyncDisposable, IDisposable
{
    /// <summary>Returns after the next message, or when the time is up; throws when the connection is lost.</summary>
    Task WaitAsync(TimeSpan time, CancellationToken cancellationToken);
}
