namespace Integrations.Core.Storage.Backup;

/// <summary>Where copies from before an upgrade go (<c>Database:UpgradeBackups</c>); no path takes none.</summary>
public sealed record UpgradeBackupFolder(string? Path);
