using Integrations.Core.Connections;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.VendorEvents;
using Microsoft.EntityFrameworkCore;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>What the hub does not do any more until a person looks at it.</summary>
internal sealed class GivenUpCheck(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock) : IDoctorCheck
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    public string Name => "Given up";

    public bool NeedsDatabase => true;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = clock.GetUtcNow() - Lately;
        // A note about one that had nothing to do was never attempted.
        var events = await db.InboundEvents.CountAsync(e => e.ProcessedAt > since && e.LastError != null && e.Attempts > 0, cancellationToken);
        var leavers = await LeaverConnections.Of(db).CountAsync(cancellationToken);
        return [
            events > 0
                ? new Finding("Events of vendors", FindingSeverity.Warning, Say("{0} were given up in the last day.", events), Say("Each integration's Webhooks tab says why, and has them tried again."))
                : new Finding("Events of vendors", FindingSeverity.Ok, Say("None was given up in the last day.")),
            leavers > 0
                ? new Finding("Accounts of disabled people", FindingSeverity.Warning, Say("{0} are still connected; the hub does not use them.", leavers), Say("Their organizations' administrators disconnect them on the members page, beside the person."))
                : new Finding("Accounts of disabled people", FindingSeverity.Ok, Say("None is connected.")),
        ];
    }
}
