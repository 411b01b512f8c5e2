using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

/// <summary>What vendors delivered, as long as it is kept.</summary>
public sealed class InboundLog(IDbContextFactory<IntegrationsDbContext> contexts, InboundProcessor processor, AuditLog audit, TimeProvider clock)
{
    /// <summary>The latest, the newest first.</summary>
    /// <param name="caller">May change the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<IReadOnlyList<InboundEventRow>>> LatestAsync(Caller caller, Guid instanceId, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.MayReadInboundAsync(caller, instanceId, cancellationToken) is { } refused)
        {
            return refused;
        }

        var rows = await db.InboundEvents.AsNoTracking().Where(e => e.InstanceId == instanceId)
            .OrderByDescending(e => e.ReceivedAt).ThenBy(e => e.Id).Take(Math.Clamp(limit, 1, PageRequest.MaxLimit))
            .Select(e => new InboundEventRow(e.Id, e.EventType, e.ReceivedAt, e.ProcessedAt, e.Attempts, e.LastError)).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<InboundEventRow>>.Success(rows);
    }

    /// <summary>Has an event that was given up tried again, from the first attempt on.</summary>
    /// <param name="caller">May change the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="eventId">One of <see cref="LatestAsync"/> that is given up.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns><c>integration.not_found</c>, <c>permission_denied</c>, or <c>inbound.not_given_up</c>.</returns>
    public async Task<Result<Done>> ReplayAsync(Caller caller, Guid instanceId, Guid eventId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if ((await db.ForChangeAsync(caller, instanceId, cancellationToken)).Failure is { } refused)
        {
            return refused;
        }

        var now = clock.GetUtcNow();
        var replayed = await db.WriteAsync(
            async ct =>
            {
                var due = await db.InboundEvents.Where(e => e.Id == eventId && e.InstanceId == instanceId && e.ProcessedAt != null && e.LastError != null && e.Attempts > 0)
                    .DueAgainAsync(now, ct);
                if (due)
                {
                    audit.Add(db, caller, "inbound_event.replayed", new AuditTarget("inbound_event", eventId.ToString(), null));
                    await db.SaveChangesAsync(ct);
                }

                return due;
            },
            cancellationToken);
        if (!replayed)
        {
            return Failure.Conflict("inbound.not_given_up", "This event is not there any more, or is not given up. Load the page again to see where it stands.");
        }

        processor.Wake();
        return Done.Value;
    }
}
