using Integrations.Primitives;

namespace Integrations.Core.Storage.Backup;

internal static class BackupFailures
{
    public static Failure NoDatabase { get; } = Failure.NotFound("backup.no_database", "There is no database yet, so there is nothing to back up.");

    public static Failure Running { get; } = Failure.Conflict("backup.running", "The hub is running on this database. Stop every process of it first; nothing was changed.");

    public static Failure NotEmpty { get; } = Failure.Conflict(
        "backup.not_empty", "There is a hub's data already. To give it up for what is in the archive, add --replace; nothing was changed.");

    public static Failure NoKeyFile { get; } = Failure.Invalid(
        "backup.no_key_file", "The master key is not in a file (KeyRing:KeyFile), so --with-key cannot take it along. Keep KeyRing:Key or KeyRing:Certificate by other means.");

    public static Failure Exists(string path) => Failure.Conflict("backup.exists", $"{path} exists already. Choose another name, or move it away.");

    public static Failure Missing(string path) => Failure.NotFound("backup.missing", $"There is no file {path}.");

    public static Failure Damaged(string why) => Failure.Invalid("backup.damaged", $"The archive is damaged: {why}. Nothing was changed.");

    public static Failure Newer(string what) => Failure.Invalid(
        "backup.newer", $"The archive was written by a newer program, of which this one does not know {what}. Update the program; nothing was changed.");

    public static Failure OtherDatabase(string provider) => Failure.Invalid(
        "backup.other_database", $"The archive is of {provider}, and Database:Provider is set to another. A copy goes back only into the database it came from; nothing was changed.");

    public static Failure OtherKey(string theirs, string ours) => Failure.Invalid(
        "backup.other_key",
        $"The archive's key ring was encrypted with the master key {theirs}, and the configured one is {ours}: no stored credential would be readable. Set KeyRing to the key of that time; nothing was changed.");

    public static Failure ToolMissing(string tool) => Failure.Invalid(
        "backup.tool_missing", $"{tool} was found neither on PATH nor in /usr/lib/postgresql/*/bin. Install the PostgreSQL client (Debian: apt-get install postgresql-client), at least as new as the server.");

    public static Failure ToolFailed(string tool, string said) => Failure.Invalid("backup.tool_failed", $"{tool} failed: {said} Nothing was changed.");
}
