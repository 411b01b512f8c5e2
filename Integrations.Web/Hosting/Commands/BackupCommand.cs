using System.CommandLine;
using Integrations.Core.Storage.Backup;
using Integrations.Primitives;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>backup FILE [--with-key]</c>: the hub may run. The database is copied as it is, migrated or not.</summary>
internal sealed class BackupCommand : HubCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The archive to write." };
    private readonly Option<bool> _withKey = new("--with-key") { Description = "Put the master key's file in, too: the archive then opens every credential." };

    public BackupCommand()
        : base("backup", "Write the whole hub into one file; it may run meanwhile.", CommandStage.Services)
    {
        Add(_file);
        Add(_withKey);
    }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Line.GetRequiredValue(_file);
        var written = await context.Get<HubBackup>().BackupAsync(Path.GetFullPath(file), context.Line.GetValue(_withKey), cancellationToken);
        return await PrintAsync(written, $"Written to {file}", context.Output);
    }

    internal static async Task<int> PrintAsync(Result<BackupReport> result, string what, CommandOutput output)
    {
        if (!result.TryGet(out var report, out var failure))
        {
            await output.LineAsync($"{failure.Message} ({failure.Code})");
            return ExitCodes.Failed;
        }

        var manifest = report.Manifest;
        await output.TableAsync(
            ["table", "rows"],
            [.. manifest.Rows.Where(table => table.Value > 0).Select(table => new[] { table.Key, table.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) })],
            row => $"{row[0],-24} {row[1],10}");
        await output.LineAsync($"{what}: {manifest.Rows.Values.Sum()} rows of {manifest.Rows.Count} tables, {manifest.Provider}, taken {manifest.CreatedAt:u}.");
        if (report.Credentials is { } credentials)
        {
            await output.LineAsync($"{credentials.Readable} of {credentials.Total} stored credentials can be read with the configured key.");
        }

        await output.LineAsync(
            report.HoldsKey ? "The master key is in the archive: with the archive alone, every credential can be read."
            : report.KeyFile is { } key ? $"The master key is not in the archive. Keep a copy of {key} somewhere else: without it no credential can be read."
            : "The master key is not in the archive. Keep KeyRing:Key or KeyRing:Certificate somewhere else: without it no credential can be read.");
        return ExitCodes.Ok;
    }
}
