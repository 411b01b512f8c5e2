namespace Integrations.Core.Storage.Backup;

/// <summary>Remembers backups and rehearsals of a restore for the people who operate the hub.</summary>
public interface IBackupLog
{
    /// <summary>An archive was written.</summary>
    /// <param name="detail">Which, and how much is in it.</param>
    Task BackedUpAsync(string detail, CancellationToken cancellationToken);

    /// <summary>An archive was restored into a scratch file.</summary>
    /// <param name="isGood">Whether all of it could be read.</param>
    /// <param name="detail">Which, and what came of it.</param>
    Task RehearsedAsync(bool isGood, string detail, CancellationToken cancellationToken);
}
