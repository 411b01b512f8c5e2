using System.Globalization;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Storage.Backup;

/// <summary>
/// A copy of the database from before migrations, so that there is a way back to the former program: its own verb <c>restore</c>
/// puts it back.
/// </summary>
/// <param name="folder">Where copies go; null takes none.</param>
public sealed partial class UpgradeBackup(UpgradeBackupFolder folder, HubBackup backup, TimeProvider clock, ILogger<UpgradeBackup> logger)
{
    /// <summary>The value of <c>Database:UpgradeBackups</c> that takes none, for those who copy the database by other means.</summary>
    public const string None = "none";

    /// <exception cref="UpgradeRefusedException">No copy could be made, so nothing may be changed.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (folder.Path is not { } path)
        {
            return;
        }

        var file = Path.Combine(path, $"before-{ProductVersion.Number}-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.backup");
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            if ((await backup.BackupAsync(file, withKey: false, cancellationToken)).Failure is { } failure)
            {
                throw new UpgradeRefusedException(failure.Message);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UpgradeRefusedException(unwritable.Message);
        }

        LogTaken(logger, file);
    }

    [LoggerMessage(3004, LogLevel.Information, "The database is about to be brought to a newer version. What it holds now is in {File}")]
    private static partial void LogTaken(ILogger logger, string file);
}
