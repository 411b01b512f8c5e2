namespace Integrations.Core.Storage.Backup;

/// <summary>The database is older than the program, and its copy could not be made: nothing was changed.</summary>
public sealed class UpgradeRefusedException(string reason) : Exception(
    $"The database is of an older version, and is not brought up to date without a copy of it, which could not be made: {reason} "
    + "Nothing was changed. Put that right and start again; or copy the database by other means, and set Database:UpgradeBackups to none (docs/operations.md).");
