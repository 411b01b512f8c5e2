using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>The requests that came to an integration's address, to look at.</summary>
public sealed class InboundInbox(IDbContextFactory<IntegrationsDbContext> contexts, InboundTargets targets, CredentialVault vault)
{
    /// <summary>The latest, the newest first.</summary>
    /// <param name="caller">May read what came to the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="verdict">Only these; null for all.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<IReadOnlyList<ReceiptRow>>> LatestAsync(Caller caller, Guid instanceId, ReceiptVerdict? verdict, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.MayReadInboundAsync(caller, instanceId, cancellationToken) is { } refused)
        {
            return refused;
        }

        var rows = await db.InboundReceipts.OfCaller(db, caller, instanceId).Where(r => verdict == null || r.Verdict == verdict)
            .OrderByDescending(r => r.ReceivedAt).ThenBy(r => r.Id).Take(Math.Clamp(limit, 1, PageRequest.MaxLimit))
            .Select(r => new ReceiptRow(r.Id, r.ReceivedAt, r.Verdict, r.Reason, r.EventType, r.DeliveryId, r.BodyBytes, r.IsWhole)).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<ReceiptRow>>.Success(rows);
    }

    /// <summary>One of them as people may see it, or <c>inbound.no_request</c>.</summary>
    public async Task<Result<ReceiptDetail>> GetAsync(Caller caller, Guid instanceId, Guid receiptId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.MayReadInboundAsync(caller, instanceId, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (await db.InboundReceipts.OfCaller(db, caller, instanceId).SingleOrDefaultAsync(r => r.Id == receiptId, cancellationToken) is not { } receipt)
        {
            return InboundFailures.NoReceipt;
        }

        var row = new ReceiptRow(receipt.Id, receipt.ReceivedAt, receipt.Verdict, receipt.Reason, receipt.EventType, receipt.DeliveryId, receipt.BodyBytes, receipt.IsWhole);
        if (InboxVault.Open(vault, receipt) is not { } kept)
        {
            return new ReceiptDetail(row, null, [], [], null);
        }

        var request = kept.ToRequest();
        var target = await targets.ReadAsync(instanceId, InboundService.SubscriptionOf(request), cancellationToken);
        var shown = new InboxRedaction([.. (target?.Secrets ?? []).SelectMany(s => new[] { s.Secret.Key, s.Secret.Value })]);
        return new ReceiptDetail(row, kept.Method, shown.Pairs(kept.Headers), shown.Pairs(kept.Query), receipt.IsWhole ? shown.Body(request) : null);
    }
}
