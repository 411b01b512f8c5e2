using System.CommandLine;
using System.Text;
using Integrations.Core.Migration;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// 004's <c>cleanup-users --from users.json</c>: takes out of the file what is in the hub for certain. It can be run again; each run
/// that changes the file leaves a copy of it as it was, which only its owner can read.
/// </summary>
internal sealed class CleanupUsersCommand : HubCommand
{
    private readonly Option<FileInfo> _from = LegacyUsersOption.Create();

    public CleanupUsersCommand()
        : base("cleanup-users", "Remove what was brought over from the older system's file, and old credentials here.", CommandStage.Database) => Add(_from);

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Line.GetRequiredValue(_from).FullName;
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        var imported = new HashSet<(int Line, string Type)>();
        await foreach (var record in context.Get<UserImport>().RunAsync(LegacyUserFile.Read(text), dryRun: true, cancellationToken))
        {
            if (record is { Outcome: ImportOutcome.AlreadyThere, Type: { } type })
            {
                imported.Add((record.Line, type));
            }
        }

        var left = LegacyUserFile.WithoutImported(text, imported);
        var changed = !string.Equals(left, text, StringComparison.Ordinal);
        if (changed)
        {
            var copy = await KeepAsync(file, text, cancellationToken);
            await ReplaceAsync(file, left, cancellationToken);
            await context.Output.LineAsync($"{imported.Count} integrations removed from {file}.");
            await context.Output.LineAsync($"The file as it was is {copy}. It still holds those credentials: delete it once you are sure that nothing is missing here.");
        }
        else
        {
            await context.Output.LineAsync($"Nothing to remove: {file} holds no integration that was brought over.");
        }

        var erased = await context.Get<MigrationService>().CleanUpAsync(cancellationToken);
        await context.Output.LineAsync($"{erased} old credentials erased here. The rest stays.");
        return ExitCodes.Ok;
    }

    /// <summary>Never over an older copy: that one may be the only whole one.</summary>
    private static async Task<string> KeepAsync(string file, string text, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var copy = number == 1 ? $"{file}.bak" : $"{file}.bak.{number}";
            if (!File.Exists(copy))
            {
                await WriteAsync(copy, text, cancellationToken);
                return copy;
            }
        }
    }

    /// <summary>Whole or not at all, with the rights that the file had.</summary>
    private static async Task ReplaceAsync(string file, string text, CancellationToken cancellationToken)
    {
        var next = $"{file}.new";
        File.Delete(next);
        await WriteAsync(next, text, cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(next, File.GetUnixFileMode(file));
        }

        File.Move(next, file, overwrite: true);
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }
}
