using Integrations.Core.Identity;
using Integrations.Core.Identity.Jwt;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>Whether a link still holds: itself, its organization, and who made it, with the rights they have at this moment.</summary>
internal static class ConnectLinkStanding
{
    /// <summary>False for one that is used, revoked or expired, and when its organization or maker may no longer ask for it.</summary>
    public static async Task<bool> HoldsAsync(IntegrationsDbContext db, ConnectLink link, DateTimeOffset now, CancellationToken cancellationToken) =>
        link.IsOpenAt(now)
        && await db.Organizations.AnyAsync(o => o.Id == link.OrganizationId && o.DisabledAt == null, cancellationToken)
        && (link.Audience != ConnectLinkAudience.Outside || await db.ConnectLinkRules.AnyAsync(r => r.OrganizationId == link.OrganizationId && r.AllowsOutsiders, cancellationToken))
        && await MakerStandsAsync(db, link, now, cancellationToken);

    /// <summary>As <see cref="HoldsAsync"/> for a flow that comes back from a vendor.</summary>
    public static async Task<ConnectLink?> FindAsync(IntegrationsDbContext db, Guid linkId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ConnectLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == linkId, cancellationToken) is { } link && await HoldsAsync(db, link, now, cancellationToken) ? link : null;

    private static async Task<bool> MakerStandsAsync(IntegrationsDbContext db, ConnectLink link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (userId, tokenId) = (link.CreatedByUserId, link.CreatedByTokenId);
        if (userId is not null)
        {
            var maker = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.DisabledAt == null && u.OrganizationId == link.OrganizationId, cancellationToken);
            if (maker is null || maker.Role == Role.User || (link.CreatorStamp is { } stamp && stamp != AccessTokenFormat.StampOf(maker.SecurityStamp ?? "")))
            {
                return false;
            }
        }

        if (tokenId is null)
        {
            return true;
        }

        var lives = await db.ApiTokens.AsNoTracking().Where(t => t.Id == tokenId).Select(t => (bool?)(t.RevokedAt == null && t.ExpiresAt > now)).SingleOrDefaultAsync(cancellationToken);
        // Tokens of programs that sign in for a person change by the hour; there the person stands for the link.
        return lives ?? (userId is not null || await db.Programs.AnyAsync(p => p.Id == tokenId && p.RevokedAt == null, cancellationToken));
    }
}
