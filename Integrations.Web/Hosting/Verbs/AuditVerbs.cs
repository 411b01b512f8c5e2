using Integrations.Core.Activity;

namespace Integrations.Web.Hosting.Verbs;

/// <summary>
/// <c>audit-verify [--heads FILE]</c>: follows all chains of audit entries, compares them with heads that were kept outside, and
/// prints today's heads. Ends with 0 when all are whole, else with 1.
/// </summary>
internal static class AuditVerbs
{
    public const string Verify = "audit-verify";

    private const int Whole = 0;
    private const int Broken = 1;
    private const int WrongUse = 2;

    internal static async Task<int> VerifyAsync(IServiceProvider services, bool comparesHeads, string? headsFile, TextWriter output, CancellationToken cancellationToken)
    {
        if (comparesHeads && !File.Exists(headsFile))
        {
            await output.WriteLineAsync($"Usage: {Verify} [--heads FILE]. The file may be the hub's log, or what an earlier {Verify} printed (docs/operations.md).");
            return WrongUse;
        }

        var outside = headsFile is null ? AuditHeadsSeen.None : AuditHeadsSeen.Read(await File.ReadAllLinesAsync(headsFile, cancellationToken));
        var (chains, entries, unchained) = (0, 0L, 0L);
        AuditChainReport? first = null;
        await foreach (var report in services.GetRequiredService<AuditVerifier>().VerifyAllAsync(outside, cancellationToken))
        {
            (chains, entries, unchained) = (chains + 1, entries + report.Sequence - report.From + 1, unchained + report.Unchained);
            if (report.BrokenAt is null && report.Sequence > 0)
            {
                await output.WriteLineAsync($"Audit head {report.ChainId} {report.Sequence} {report.Hash}");
            }

            first ??= report.BrokenAt is null ? null : report;
        }

        await output.WriteLineAsync($"{entries} entries of {chains} chains followed, {unchained} from before there were chains; {outside.Count} heads from outside.");
        if (first is { BrokenAt: { } broken })
        {
            await output.WriteLineAsync($"BROKEN: chain {first.ChainId}, entry {broken.Sequence}: {broken.Reason}.");
            return Broken;
        }

        await output.WriteLineAsync("All chains are whole.");
        return Whole;
    }
}
