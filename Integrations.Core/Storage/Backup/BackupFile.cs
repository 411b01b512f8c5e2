namespace Integrations.Core.Storage.Backup;

/// <summary>One file of an archive.</summary>
/// <param name="Sha256">Of its bytes, in hex.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);
