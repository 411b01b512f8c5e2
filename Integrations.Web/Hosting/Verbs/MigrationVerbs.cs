using Integrations.Core.Catalog;
using Integrations.Core.Migration;

namespace Integrations.Web.Hosting.Verbs;

/// <summary>
/// 004's three commands: <c>seed</c>, <c>migrate-integrations --from users.json [--dry-run]</c> and
/// <c>cleanup-users --from users.json</c>. They print a line per record, so that nothing is brought over or left behind
/// unseen, and can be run again at will.
/// </summary>
internal static class MigrationVerbs
{
    private const int Ok = 0;
    private const int SomeFailed = 1;
    private const int WrongUse = 2;

    /// <summary>Runs the verb that the arguments begin with; null when they begin with none, so that the server starts.</summary>
    public static async Task<int?> RunVerbAsync(this WebApplication app, string[] args, TextWriter output)
    {
        var cancellationToken = app.Lifetime.ApplicationStopping;
        switch (args.FirstOrDefault())
        {
            case "seed":
                foreach (var provider in await app.Services.GetRequiredService<CatalogService>().AllAsync(cancellationToken))
                {
                    await output.WriteLineAsync($"{provider.Key,-20} {provider.DisplayName}");
                }

                return Ok;
            case "migrate-integrations":
                return Option(args, "--from") is { } from && File.Exists(from)
                    ? await MigrateAsync(app, from, args.Contains("--dry-run"), output, cancellationToken)
                    : await UsageAsync(output, "migrate-integrations --from users.json [--dry-run]");
            case "cleanup-users":
                return Option(args, "--from") is { } file && File.Exists(file)
                    ? await CleanUpAsync(app, file, output, cancellationToken)
                    : await UsageAsync(output, "cleanup-users --from users.json");
            case AccountVerbs.ResetSecondFactor:
                return await AccountVerbs.ResetSecondFactorAsync(app, Option(args, "--email"), output, cancellationToken);
            case DisconnectVerb.Name:
                return await DisconnectVerb.RunAsync(app.Services, Option(args, "--organization"), Option(args, "--provider"), output, cancellationToken);
            case AuditVerbs.Verify:
                return await AuditVerbs.VerifyAsync(app.Services, args.Contains("--heads"), Option(args, "--heads"), output, cancellationToken);
            default:
                return null;
        }
    }

    private static async Task<int> MigrateAsync(WebApplication app, string file, bool dryRun, TextWriter output, CancellationToken cancellationToken)
    {
        var users = LegacyUserFile.Read(await File.ReadAllTextAsync(file, cancellationToken)).ToList();
        var total = users.Sum(u => Math.Max(1, u.Integrations.Count));
        var counts = new Dictionary<ImportOutcome, int>();
        var done = 0;
        await foreach (var record in app.Services.GetRequiredService<UserImport>().RunAsync(users, dryRun, cancellationToken))
        {
            done++;
            counts[record.Outcome] = counts.GetValueOrDefault(record.Outcome) + 1;
            await output.WriteLineAsync($"{Bar(done, total)} line {record.Line}: {record.Email ?? "(unreadable)"} {record.Type}: {record.Outcome}{(record.Reason is null ? "" : $" - {record.Reason}")}");
        }

        var failed = counts.GetValueOrDefault(ImportOutcome.Failed);
        await output.WriteLineAsync(
            $"{(dryRun ? "Dry run, nothing was changed: " : "")}{counts.GetValueOrDefault(ImportOutcome.Imported)} imported, {counts.GetValueOrDefault(ImportOutcome.AlreadyThere)} already there, {counts.GetValueOrDefault(ImportOutcome.NothingToImport)} with nothing to import, {failed} failed and left as they were.");
        return failed == 0 ? Ok : SomeFailed;
    }

    /// <summary>Takes out of the file what is here for certain; a copy of the file as it was stays beside it.</summary>
    private static async Task<int> CleanUpAsync(WebApplication app, string file, TextWriter output, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        var imported = new HashSet<(int Line, string Type)>();
        await foreach (var record in app.Services.GetRequiredService<UserImport>().RunAsync(LegacyUserFile.Read(text), dryRun: true, cancellationToken))
        {
            if (record is { Outcome: ImportOutcome.AlreadyThere, Type: { } type })
            {
                imported.Add((record.Line, type));
            }
        }

        File.Copy(file, $"{file}.bak", overwrite: false);
        await File.WriteAllTextAsync($"{file}.new", LegacyUserFile.WithoutImported(text, imported), cancellationToken);
        File.Move($"{file}.new", file, overwrite: true);
        var erased = await app.Services.GetRequiredService<MigrationService>().CleanUpAsync(cancellationToken);
        await output.WriteLineAsync($"{imported.Count} integrations removed from {file} (as it was: {file}.bak); {erased} old credentials erased here. The rest stays.");
        return Ok;
    }

    private static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    private static string Bar(int done, int total)
    {
        const int width = 20;
        var filled = Math.Clamp(total == 0 ? width : done * width / total, 0, width);
        return $"[{new string('#', filled)}{new string('.', width - filled)}] {done}/{total}";
    }

    private static async Task<int> UsageAsync(TextWriter output, string usage)
    {
        await output.WriteLineAsync($"Usage: {usage}. The file must exist: one JSON object a line, or one array (docs/operations.md).");
        return WrongUse;
    }
}
