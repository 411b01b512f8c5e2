using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>What an organization allows of links to connect.</summary>
public sealed class ConnectLinkRulesService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>What holds; the defaults where nothing was set.</summary>
    public async Task<ConnectLinkRules> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ConnectLinkRules.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(cancellationToken) ?? new ConnectLinkRules { OrganizationId = caller.OrganizationId ?? Guid.Empty };
    }

    /// <summary>Sets it; links that were made for people outside are judged by it each time they are opened.</summary>
    /// <returns>What holds now; or <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>stale</c>.</returns>
    public async Task<Result<ConnectLinkRules>> ChangeAsync(Caller caller, bool allowsOutsiders, int expectedVersion, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeConnectLinkRules) ?? (caller.SessionId is null ? ConnectLinkFailures.ByPersonOnly : null) ?? caller.MustHaveSignedInLately(clock.GetUtcNow())) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rules = await db.ConnectLinkRules.VisibleTo(caller).SingleOrDefaultAsync(cancellationToken);
        if ((rules?.Version ?? 0) != expectedVersion)
        {
            return ConnectLinkFailures.Stale;
        }

        if (rules is null)
        {
            rules = new ConnectLinkRules { OrganizationId = caller.OrganizationId!.Value };
            db.ConnectLinkRules.Add(rules);
        }

        var before = rules.AllowsOutsiders;
        rules.AllowsOutsiders = allowsOutsiders;
        audit.Add(
            db, caller, "connect_link.rules_changed", new AuditTarget("connect_link_rules", rules.OrganizationId.ToString(), "Links to connect"),
            new { allowsOutsiders = before }, new { allowsOutsiders });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException lost) when (LostRaces.IsStale(lost) || lost.IsUniqueViolation())
        {
            return ConnectLinkFailures.Stale;
        }

        return rules;
    }
}
