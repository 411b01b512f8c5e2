using Integrations.Core.Storage.Backup;

namespace Integrations.Core.Setup;

/// <summary>Ticks the checklist's lines about backups.</summary>
internal sealed class BackupMarks(ChecklistMarks marks) : IBackupLog
{
    public Task BackedUpAsync(string detail, CancellationToken cancellationToken) => marks.RecordAsync(ChecklistKeys.Backup, isGood: true, detail, caller: null, cancellationToken);

    public Task RehearsedAsync(bool isGood, string detail, CancellationToken cancellationToken) => marks.RecordAsync(ChecklistKeys.Restore, isGood, detail, caller: null, cancellationToken);
}
