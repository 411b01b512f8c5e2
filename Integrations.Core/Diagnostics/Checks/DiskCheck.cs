using Integrations.Core.Connections;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether there is room where the database and the refresh journal are.</summary>
internal sealed class DiskCheck(IDbContextFactory<IntegrationsDbContext> contexts, RefreshJournalFolder journal) : IDoctorCheck
{
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 256L << 20;

    public string Name => "Disk";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult(Disk());

    private IReadOnlyList<Finding> Disk()
    {
        var folders = new List<string> { journal.Path };
        using (var db = contexts.CreateDbContext())
        {
            if (db.Dialect.Address.FileOf(db.Database.GetConnectionString()) is { } file)
            {
                folders.Add(Path.GetDirectoryName(Path.GetFullPath(file))!);
            }
        }

        var free = folders.Min(folder => new DriveInfo(ThatIsThere(Path.GetFullPath(folder))).AvailableFreeSpace);
        var fix = Say("Make room where the database and the refresh journal are: a full disk stops every change.");
        return [free < NoSpace ? new Finding("Disk", FindingSeverity.Error, Say("{0} MB are free.", free >> 20), fix)
            : free < LittleSpace ? new Finding("Disk", FindingSeverity.Warning, Say("{0} MB are free.", free >> 20), fix)
            : new Finding("Disk", FindingSeverity.Ok, Say("{0} GB are free.", free >> 30))];
    }

    /// <summary>A folder that is made at its first use has its parent's disk.</summary>
    private static string ThatIsThere(string folder) => Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent ? folder : ThatIsThere(parent);
}
