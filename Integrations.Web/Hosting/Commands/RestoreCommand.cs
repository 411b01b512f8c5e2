using System.CommandLine;
using Integrations.Core.Storage.Backup;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>restore FILE [--replace]</c>: runs before anything else touches the database, because it wants an empty place.</summary>
internal sealed class RestoreCommand : HubCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The archive." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Give up what is in the database now." };

    public RestoreCommand()
        : base("restore", "Bring a backup into an empty database; the hub must not run.", CommandStage.Services)
    {
        Add(_file);
        Add(_replace);
    }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Line.GetRequiredValue(_file);
        var restored = await context.Get<HubBackup>().RestoreAsync(Path.GetFullPath(file), context.Line.GetValue(_replace), cancellationToken);
        return await BackupCommand.PrintAsync(restored, $"Restored from {file}", context.Output);
    }
}
