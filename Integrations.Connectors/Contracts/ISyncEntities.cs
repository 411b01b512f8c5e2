using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>Changes can be pulled since the last time.</summary>
public interface ISyncEntities
{
    /// <summary>Entity types that can be pulled.</summary>
    IReadOnlyList<string> SyncableEntities { get; }

    /// <param name="session">The authenticated vendor session.</param>
    /// <param name="entityType">One of <see cref="SyncableEntities"/>.</param>
    /// <param name="cursor">What the last page gave; null to start. A cursor that the vendor no longer knows gives <see cref="SyncPage.Restart"/>.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken);
}
