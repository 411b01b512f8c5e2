using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>What claiming, fanning out and completing ask about endpoints, inside their write transactions.</summary>
internal static class EndpointQueries
{
    /// <summary>
    /// Endpoints as they are now. Where several may write at once, they are locked until the transaction ends, always before deliveries and by
    /// id, so that no two transactions wait for each other and no two nodes count the same free places.
    /// </summary>
    public static Task<List<WebhookEndpoint>> HoldAsync(this IntegrationsDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        db.Dialect.Statements.ForUpdate(db.WebhookEndpoints.Where(e => ids.Contains(e.Id)).OrderBy(e => e.Id)).AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>
    /// Endpoints that have deliveries to be made, now or later. Both databases step from one to the next over the index that has nothing but such
    /// deliveries, so that all the others, and what is finished, cost nothing.
    /// </summary>
    public static IQueryable<WebhookEndpoint> WaitingEndpoints(this IntegrationsDbContext db) => db.WebhookEndpoints.FromSql(
        $"""
        SELECT e.* FROM "WebhookEndpoints" AS e WHERE e."Id" IN (
            WITH RECURSIVE waiting(id) AS (
                SELECT (SELECT d."EndpointId" FROM "WebhookDeliveries" AS d WHERE d."DueAt" IS NOT NULL ORDER BY d."EndpointId" LIMIT 1)
                UNION ALL
                SELECT (SELECT d."EndpointId" FROM "WebhookDeliveries" AS d WHERE d."DueAt" IS NOT NULL AND d."EndpointId" > waiting.id ORDER BY d."EndpointId" LIMIT 1)
                FROM waiting WHERE waiting.id IS NOT NULL)
            SELECT id FROM waiting WHERE id IS NOT NULL)
        """);

    /// <summary>Those of them to which something may be sent now; nothing is for an organization that is disabled (SECURITY A9).</summary>
    public static IQueryable<WebhookEndpoint> OpenEndpoints(this IntegrationsDbContext db, DateTimeOffset now) => db.WaitingEndpoints().AsNoTracking()
        .Where(e => e.IsActive && (e.BreakerOpenUntil == null || e.BreakerOpenUntil <= now) && db.WorkingOrganizations().Any(o => o.Id == e.OrganizationId));

    /// <summary>
    /// How many more deliveries each endpoint may have under way: a half-open breaker lets one probe through, an open one nothing, and nothing is sent for
    /// an organization that is disabled (SECURITY A9).
    /// </summary>
    public static async Task<List<(WebhookEndpoint Endpoint, int Free)>> CapacityAsync(
        this IntegrationsDbContext db, IReadOnlyList<WebhookEndpoint> endpoints, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = endpoints.Select(endpoint => endpoint.Id).ToList();
        // Leases that end last first, and no more than matter: the index still has entries of claims that ended a moment ago, and a database may walk over all of them.
        var latest = now + (2 * DeliveryClaims.Lease);
        var inFlight = await db.WebhookEndpoints.Where(e => ids.Contains(e.Id) && db.WorkingOrganizations().Any(o => o.Id == e.OrganizationId))
            .Select(e => new
            {
                e.Id,
                Count = db.Set<WebhookDelivery>().Where(d => d.EndpointId == e.Id && d.ClaimId != null && d.DueAt > now && d.DueAt <= latest)
                    .OrderByDescending(d => d.DueAt).Take(DeliveryClaims.PerEndpoint).Count(),
            })
            .ToDictionaryAsync(e => e.Id, e => e.Count, cancellationToken);
        return
        [
            .. endpoints.Where(e => e.IsActive && !(e.BreakerOpenUntil > now) && inFlight.ContainsKey(e.Id))
                .Select(e => (e, (e.BreakerOpenings > 0 ? 1 : DeliveryClaims.PerEndpoint) - inFlight[e.Id])),
        ];
    }
}
