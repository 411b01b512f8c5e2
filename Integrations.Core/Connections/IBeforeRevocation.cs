namespace Integrations.Core.Connections;

/// <summary>What has to be ended at the vendor with a credential before that credential itself is revoked, such as subscriptions to events.</summary>
public interface IBeforeRevocation
{
    /// <summary>Called at least once for a disconnected connection, and again when a revocation is tried again.</summary>
    /// <param name="connectionId">Disconnected.</param>
    /// <param name="credential">As it was stored until then.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    Task EndAsync(Guid connectionId, IReadOnlyDictionary<string, string> credential, CancellationToken cancellationToken);
}
