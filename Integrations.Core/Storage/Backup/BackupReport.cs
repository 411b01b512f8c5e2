namespace Integrations.Core.Storage.Backup;

/// <summary>What was written or put back.</summary>
/// <param name="HoldsKey">Whether the master key is in the archive: then the archive alone opens every credential.</param>
public sealed record BackupReport(BackupManifest Manifest, bool HoldsKey, string? KeyFile)
{
    /// <summary>After a restore: credentials that the configured key opens; null where it is not yet known.</summary>
    public (int Readable, int Total)? Credentials { get; init; }
}
