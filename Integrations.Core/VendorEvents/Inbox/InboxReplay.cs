using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>Has a request of the inbox handled once more.</summary>
public sealed class InboxReplay(IDbContextFactory<IntegrationsDbContext> contexts, InboxAgain again, InboundProcessor processor, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// What was genuine has its effect again, which changes nothing where nothing changed at the vendor. What was refused is judged with the
    /// secret of today as of the time when it came, so that no delivery is lost to a secret that was mistyped.
    /// </summary>
    /// <param name="caller">May change the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="receiptId">One of <see cref="InboundInbox.LatestAsync"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns><c>inbound.no_request</c>, <c>inbound.nothing_to_repeat</c>, <c>inbound.still_refused</c>, <c>inbound.not_kept_whole</c> or <c>inbound.is_waiting</c>.</returns>
    public async Task<Result<Done>> ReplayAsync(Caller caller, Guid instanceId, Guid receiptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, instanceId, cancellationToken)).TryGet(out var instance, out var refused))
        {
            return refused;
        }

        if (await db.InboundReceipts.OfCaller(db, caller, instanceId).SingleOrDefaultAsync(r => r.Id == receiptId, cancellationToken) is not { } receipt)
        {
            return InboundFailures.NoReceipt;
        }

        var failure = receipt.Verdict switch
        {
            ReceiptVerdict.Accepted => await RepeatAsync(db, caller, receipt, cancellationToken),
            ReceiptVerdict.Rejected => await JudgeAsync(db, caller, instance, receipt, cancellationToken),
            _ => InboundFailures.NothingToRepeat,
        };
        if (failure is not null)
        {
            return failure;
        }

        processor.Wake();
        return Done.Value;
    }

    private async Task<Failure?> RepeatAsync(IntegrationsDbContext db, Caller caller, InboundReceipt receipt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isDue = await db.WriteAsync(
            async ct =>
            {
                var found = await db.InboundEvents.Where(e => e.InstanceId == receipt.InstanceId && e.DeliveryId == receipt.DeliveryId && e.ProcessedAt != null).DueAgainAsync(now, ct);
                return found && await AuditAsync(db, caller, receipt, ct);
            },
            cancellationToken);
        return isDue ? null : InboundFailures.IsWaiting;
    }

    private async Task<Failure?> JudgeAsync(IntegrationsDbContext db, Caller caller, IntegrationInstance instance, InboundReceipt receipt, CancellationToken cancellationToken)
    {
        if (!(await again.JudgeAsync(instance, receipt, cancellationToken)).TryGet(out var verdict, out var failure))
        {
            return failure;
        }

        if (verdict is InboundVerdict.Rejected still)
        {
            return InboundFailures.StillRefused(still.Whole);
        }

        var facts = ReceiptFacts.Of(verdict);
        await db.WriteAsync(
            async ct =>
            {
                await db.InboundReceipts.Where(r => r.Id == receipt.Id).ExecuteUpdateAsync(
                    r => r.SetProperty(x => x.Verdict, facts.Verdict).SetProperty(x => x.Reason, facts.Reason)
                        .SetProperty(x => x.EventType, facts.EventType).SetProperty(x => x.DeliveryId, facts.DeliveryId),
                    ct);
                return await AuditAsync(db, caller, receipt, ct);
            },
            cancellationToken);
        return null;
    }

    private async Task<bool> AuditAsync(IntegrationsDbContext db, Caller caller, InboundReceipt receipt, CancellationToken cancellationToken)
    {
        audit.Add(db, caller, "inbound_request.replayed", new AuditTarget("inbound_request", receipt.Id.ToString(), null));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
