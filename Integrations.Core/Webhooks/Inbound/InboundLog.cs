using Integrations.Core.Common;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks.Inbound;

/// <summary>A delivery of a vendor, as those see it who may change its integration.</summary>
/// <param name="EventType">In the vendor's words.</param>
/// <param name="ProcessedAt">When it had its effect, or was given up; null while it waits.</param>
/// <param name="LastError">Why the last attempt failed.</param>
public sealed record InboundEventRow(Guid Id, string EventType, DateTimeOffset ReceivedAt, DateTimeOffset? ProcessedAt, int Attempts, string? LastError);

/// <summary>What vendors delivered in the last seven days.</summary>
public sealed class InboundLog(IDbContextFactory<IntegrationsDbContext> contexts)
{
    /// <summary>The latest, the newest first.</summary>
    /// <param name="caller">May change the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<IReadOnlyList<InboundEventRow>>> LatestAsync(Caller caller, Guid instanceId, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken) is not { } instance)
        {
            return InstanceFailures.NotFound;
        }

        if (instance.Level == InstanceLevel.Organization && caller.Must(Rights.ReadInbound) is { } forbidden)
        {
            return forbidden;
        }

        var rows = await db.InboundEvents.AsNoTracking().Where(e => e.InstanceId == instanceId)
            .OrderByDescending(e => e.ReceivedAt).ThenBy(e => e.Id).Take(Math.Clamp(limit, 1, PageRequest.MaxLimit))
            .Select(e => new InboundEventRow(e.Id, e.EventType, e.ReceivedAt, e.ProcessedAt, e.Attempts, e.LastError)).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<InboundEventRow>>.Success(rows);
    }
}
