using System.CommandLine;
using Integrations.Core.Activity;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>audit-verify [--heads FILE]</c>: follows all chains of audit entries, compares them with heads that were kept outside, and
/// prints today's heads. Ends with 0 when all are whole, else with 1.
/// </summary>
internal sealed class AuditVerifyCommand : HubCommand
{
    private readonly Option<FileInfo> _heads = new Option<FileInfo>("--heads")
    {
        Description = "The hub's log, or what an earlier audit-verify printed: finds what was cut from a chain's end.",
        HelpName = "FILE",
    }.AcceptExistingOnly();

    public AuditVerifyCommand()
        : base("audit-verify", "Follow the chains of audit entries and say whether they are whole.", CommandStage.Database) => Add(_heads);

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var outside = context.Line.GetValue(_heads) is { } file
            ? AuditHeadsSeen.Read(await File.ReadAllLinesAsync(file.FullName, cancellationToken))
            : AuditHeadsSeen.None;
        var (chains, entries, unchained) = (0, 0L, 0L);
        AuditChainReport? first = null;
        await foreach (var report in context.Get<AuditVerifier>().VerifyAllAsync(outside, cancellationToken))
        {
            (chains, entries, unchained) = (chains + 1, entries + report.Sequence - report.From + 1, unchained + report.Unchained);
            if (report.BrokenAt is null && report.Sequence > 0)
            {
                await context.Output.LineAsync($"Audit head {report.ChainId} {report.Sequence} {report.Hash}");
            }

            first ??= report.BrokenAt is null ? null : report;
        }

        await context.Output.LineAsync($"{entries} entries of {chains} chains followed, {unchained} from before there were chains; {outside.Count} heads from outside.");
        if (first is { BrokenAt: { } broken })
        {
            await context.Output.LineAsync($"BROKEN: chain {first.ChainId}, entry {broken.Sequence}: {broken.Reason}.");
            return ExitCodes.Failed;
        }

        await context.Output.LineAsync("All chains are whole.");
        return ExitCodes.Ok;
    }
}
