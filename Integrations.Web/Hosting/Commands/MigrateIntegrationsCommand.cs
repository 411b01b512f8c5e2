using System.CommandLine;
using Integrations.Core.Migration;

namespace Integrations.Web.Hosting.Commands;

/// <summary>004's <c>migrate-integrations --from users.json [--dry-run]</c>: prints a line per record, and can be run again at will.</summary>
internal sealed class MigrateIntegrationsCommand : HubCommand
{
    private readonly Option<FileInfo> _from = LegacyUsersOption.Create();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be brought over, and change nothing." };

    public MigrateIntegrationsCommand()
        : base("migrate-integrations", "Bring the credentials of the older system's users over (docs/operations.md).", CommandStage.Database)
    {
        Add(_from);
        Add(_dryRun);
    }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var dryRun = context.Line.GetValue(_dryRun);
        var users = LegacyUserFile.Read(await File.ReadAllTextAsync(context.Line.GetRequiredValue(_from).FullName, cancellationToken)).ToList();
        var total = users.Sum(u => Math.Max(1, u.Integrations.Count));
        var counts = new Dictionary<ImportOutcome, int>();
        await context.Output.ProgressAsync("Bringing over", async report =>
        {
            var done = 0;
            await foreach (var record in context.Get<UserImport>().RunAsync(users, dryRun, cancellationToken))
            {
                counts[record.Outcome] = counts.GetValueOrDefault(record.Outcome) + 1;
                await report(++done, total, $"line {record.Line}: {record.Email ?? "(unreadable)"} {record.Type}: {record.Outcome}{(record.Reason is null ? "" : $" - {record.Reason}")}");
            }
        });

        var failed = counts.GetValueOrDefault(ImportOutcome.Failed);
        await context.Output.LineAsync(
            $"{(dryRun ? "Dry run, nothing was changed: " : "")}{counts.GetValueOrDefault(ImportOutcome.Imported)} imported, {counts.GetValueOrDefault(ImportOutcome.AlreadyThere)} already there, {counts.GetValueOrDefault(ImportOutcome.NothingToImport)} with nothing to import, {failed} failed and left as they were.");
        return failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
