using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>Who acts in a batch, as they stand now: rights change while work is queued (SECURITY A9).</summary>
public sealed class BatchActors(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock)
{
    /// <returns>Null when the organization is disabled, or the person who asked is, left it, or their token ended.</returns>
    internal async Task<Caller?> FindAsync(IntegrationBatch batch, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Organizations.AnyAsync(o => o.Id == batch.OrganizationId && o.DisabledAt == null, cancellationToken))
        {
            return null;
        }

        if (!await HoldsTokenAsync(db, batch, cancellationToken))
        {
            return null;
        }

        var role = Role.TenantAdmin;
        if (batch.ActorUserId is { } userId)
        {
            var person = await db.Users.AsNoTracking().Where(u => u.Id == userId && u.OrganizationId == batch.OrganizationId && u.DisabledAt == null)
                .Select(u => new { u.Role }).SingleOrDefaultAsync(cancellationToken);
            if (person is null)
            {
                return null;
            }

            role = person.Role;
        }

        return new Caller(batch.ActorUserId, batch.OrganizationId, role)
        {
            Scopes = batch.ActorScopes,
            TokenId = batch.ActorTokenId,
            DisplayName = batch.ActorName,
            RemoteAddress = batch.RemoteAddress,
            RequestId = batch.RequestId,
        };
    }

    /// <summary>A person's session or access token has no row here and needs none: the person is looked up. A key that was revoked ends its batches.</summary>
    private async Task<bool> HoldsTokenAsync(IntegrationsDbContext db, IntegrationBatch batch, CancellationToken cancellationToken)
    {
        var token = batch.ActorTokenId is not { } id ? null
            : await db.ApiTokens.AsNoTracking().Where(t => t.Id == id).Select(t => new { t.RevokedAt, t.ExpiresAt }).SingleOrDefaultAsync(cancellationToken);
        return token is null ? batch.ActorUserId is not null : token.RevokedAt is null && token.ExpiresAt > clock.GetUtcNow();
    }
}
