using Integrations.Core.Connections.Links;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Jwt;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Who started a flow: remembered at the start, and looked at again when it comes back, with the rights they have then (SECURITY O4).</summary>
internal static class FlowStarter
{
    /// <summary>The row of a personal token or an organization's key; a password's access token has none, it lives and dies with the person's stamp.</summary>
    public static Guid? TokenOf(Caller caller) => caller.AuthenticatedAt is null ? caller.TokenId : null;

    /// <summary>A digest of the person's stamp where their session or access token ends with it; null for tokens that have rows of their own.</summary>
    public static async Task<string?> StampOfAsync(IntegrationsDbContext db, Caller caller, CancellationToken cancellationToken) =>
        caller.UserId is { } userId && TokenOf(caller) is null
            ? AccessTokenFormat.StampOf(await db.Users.Where(u => u.Id == userId).Select(u => u.SecurityStamp).SingleOrDefaultAsync(cancellationToken) ?? "")
            : null;

    /// <summary>Null when the person is disabled or signed out, their token or key is revoked or over, their link has ended, or the organization is disabled.</summary>
    public static async Task<Caller?> FindAsync(IntegrationsDbContext db, OAuthState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await db.Organizations.AnyAsync(o => o.Id == state.OrganizationId && o.DisabledAt == null, cancellationToken))
        {
            return null;
        }

        var link = state.ConnectLinkId is { } linkId ? await ConnectLinkStanding.FindAsync(db, linkId, now, cancellationToken) : null;
        if (state.ConnectLinkId is not null && (link is null || state.UserId is null))
        {
            return link?.Outsider(Caller.Anonymous);
        }

        var scopes = state.Scopes;
        if (state.TokenId is { } tokenId)
        {
            var token = await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(
                t => t.Id == tokenId && t.UserId == state.UserId && t.OrganizationId == state.OrganizationId && t.RevokedAt == null && t.ExpiresAt > now, cancellationToken);
            if (token is null)
            {
                return null;
            }

            scopes &= token.Scopes;
            if (state.UserId is null)
            {
                return new Caller(null, state.OrganizationId, Role.TenantAdmin) { Scopes = scopes, TokenId = tokenId, DisplayName = token.Name };
            }
        }

        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(
            u => u.Id == state.UserId && u.DisabledAt == null && u.OrganizationId == state.OrganizationId, cancellationToken);
        return user is null
            || (state.Stamp is { } stamp && stamp != AccessTokenFormat.StampOf(user.SecurityStamp ?? ""))
            || (state.SessionId is { } session && !await db.Sessions.AnyAsync(s => s.Id == session && s.UserId == user.Id && s.EndedAt == null, cancellationToken))
                ? null
                : new Caller(user.Id, user.OrganizationId, user.Role) { Scopes = scopes, TokenId = state.TokenId, SessionId = state.SessionId, LinkId = state.ConnectLinkId, DisplayName = user.Email ?? user.DisplayName };
    }
}
