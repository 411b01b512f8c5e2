using Integrations.Core.Storage.Backup;

namespace Integrations.Web.Hosting.Verbs;

/// <summary>
/// <c>backup FILE [--with-key]</c> and <c>restore FILE [--replace]</c>. They run before anything else touches the database: a
/// restore wants an empty place, and a backup is of the schema as it is.
/// </summary>
internal static class BackupVerbs
{
    private const int Ok = 0;
    private const int Refused = 1;
    private const int WrongUse = 2;

    /// <summary>Runs the verb that the arguments begin with; null when they begin with none.</summary>
    public static async Task<int?> RunBackupVerbAsync(this IServiceProvider services, string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var verb = args.FirstOrDefault();
        if (verb is not ("backup" or "restore"))
        {
            return null;
        }

        if (args.ElementAtOrDefault(1) is not { Length: > 0 } file || file.StartsWith("--", StringComparison.Ordinal))
        {
            await output.WriteLineAsync(verb == "backup" ? "Usage: backup FILE [--with-key] (docs/operations.md)" : "Usage: restore FILE [--replace] (docs/operations.md)");
            return WrongUse;
        }

        var backup = services.GetRequiredService<HubBackup>();
        var result = verb == "backup"
            ? await backup.BackupAsync(Path.GetFullPath(file), args.Contains("--with-key"), cancellationToken)
            : await backup.RestoreAsync(Path.GetFullPath(file), args.Contains("--replace"), cancellationToken);
        if (!result.TryGet(out var report, out var failure))
        {
            await output.WriteLineAsync($"{failure.Message} ({failure.Code})");
            return Refused;
        }

        await PrintAsync(verb, file, report, output);
        return Ok;
    }

    private static async Task PrintAsync(string verb, string file, BackupReport report, TextWriter output)
    {
        var manifest = report.Manifest;
        foreach (var (table, rows) in manifest.Rows.Where(table => table.Value > 0))
        {
            await output.WriteLineAsync($"{table,-24} {rows,10}");
        }

        await output.WriteLineAsync(
            $"{(verb == "backup" ? "Written to" : "Restored from")} {file}: {manifest.Rows.Values.Sum()} rows of {manifest.Rows.Count} tables, {manifest.Provider}, taken {manifest.CreatedAt:u}.");
        if (report.Credentials is { } credentials)
        {
            await output.WriteLineAsync($"{credentials.Readable} of {credentials.Total} stored credentials can be read with the configured key.");
        }

        await output.WriteLineAsync(
            report.HoldsKey ? "The master key is in the archive: whoever has the archive can read every credential."
            : report.KeyFile is { } key ? $"The master key is not in the archive. Keep a copy of {key} somewhere else: without it no credential can be read."
            : "The master key is not in the archive. Keep KeyRing:Key or KeyRing:Certificate somewhere else: without it no credential can be read.");
    }
}
