using System.CommandLine;
using Integrations.Core.Storage.Backup;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>backup-check FILE</c>: restores an archive into a scratch file and counts its rows; the hub may run.</summary>
internal sealed class BackupCheckCommand : HubCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The archive to try." };

    public BackupCheckCommand()
        : base("backup-check", "Restore a backup into a scratch file, to prove that it can be restored.", CommandStage.Services) => Add(_file);

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Line.GetRequiredValue(_file);
        var rehearsed = await context.Get<HubBackup>().RehearseAsync(Path.GetFullPath(file), cancellationToken);
        return await BackupCommand.PrintAsync(rehearsed, $"Restored into a scratch file, from {file}", context.Output);
    }
}
