using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Integrations.Core.Identity.Programs;

/// <summary>Says who a program's token is at this moment: the program, its person and the organization are asked of the database each time.</summary>
public sealed class ProgramAccess(IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, PublicOrigin origin, TimeProvider clock)
{
    private static readonly TimeSpan LastUseResolution = TimeSpan.FromMinutes(1);

    /// <param name="pass">Null for a token that the server does not vouch for.</param>
    /// <param name="isAtTools">It came to the tools, and not to the routes: a token opens one of both (RFC 8707).</param>
    /// <returns>Who calls, or <c>auth.token_refused</c> for every kind of wrong.</returns>
    public async Task<Result<Caller>> OpenAsync(ProgramPass? pass, bool isAtTools, CancellationToken cancellationToken)
    {
        var names = pass?.Scopes.Where(name => name != ProgramAsk.Renewal) ?? [];
        if (pass?.Resources is not [var resource] || resource != (isAtTools ? ProgramAsk.Tools(origin) : ProgramAsk.Routes(origin)) || TokenScopeNames.Parse(names) is not { } scopes)
        {
            return AccessFailures.TokenRefused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, pass.ClientId, cancellationToken) is not { } client || await WhoAsync(db, client, pass, cancellationToken) is not { } who)
        {
            return AccessFailures.TokenRefused;
        }

        await TouchAsync(db, client, cancellationToken);
        // A program of the organization counts as one, however many tokens it takes.
        return who with { Scopes = scopes & client.Scopes & (isAtTools ? TokenScopes.Mcp : ~TokenScopes.Mcp), TokenId = who.UserId is null ? client.Id : pass.TokenId ?? client.Id, Client = client.Client };
    }

    /// <summary>
    /// Takes a code or a refresh token for what comes in its place. One request of many at the same moment gets it; that there was another means that two hold
    /// it, and ends the family.
    /// </summary>
    /// <param name="authorizationId">The family.</param>
    /// <returns>Done, or <c>invalid_grant</c>.</returns>
    public async Task<Result<Done>> RedeemAsync(ProgramPass pass, Guid? authorizationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, pass.ClientId, cancellationToken) is not { } client || await WhoAsync(db, client, pass, cancellationToken) is null)
        {
            return ProgramFailures.PersonGone;
        }

        DateTime? now = clock.GetUtcNow().UtcDateTime;
        var taken = await db.WriteAsync(
            ct => db.ProgramTokens.Where(t => t.Id == pass.TokenId && t.Status == Statuses.Valid)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, Statuses.Redeemed).SetProperty(t => t.RedemptionDate, now), ct),
            cancellationToken);
        if (taken == 1)
        {
            return Done.Value;
        }

        // In a transaction of its own: PostgreSQL keeps the lock on a row that it waited for, also when the row turns out not to be meant, and
        // the end of a family takes the family's row before its tokens.
        if (authorizationId is { } family)
        {
            await db.WriteAsync(ct => AuthorizedPrograms.EndAsync(db, [family], ct), cancellationToken);
        }

        return ProgramFailures.UsedTwice;
    }

    /// <summary>What a program that acts for its organization gets.</summary>
    /// <param name="clientId">The server has checked its secret.</param>
    /// <returns>What it may do, or <c>invalid_client</c>, <c>invalid_scope</c>, <c>invalid_target</c>.</returns>
    public async Task<Result<ProgramAsk>> ServeAsync(string clientId, string? scope, IReadOnlyList<string> resources, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, clientId, cancellationToken) is not { Kind: ProgramKind.Service } client || await OrganizationAsync(db, client, cancellationToken) is null)
        {
            return ProgramFailures.ClientUnknown;
        }

        var wanted = string.IsNullOrWhiteSpace(scope) && resources.Count == 0 && client.Scopes != TokenScopes.Mcp ? TokenScopeNames.Read : scope;
        var asked = ProgramAsk.Read(origin, wanted, resources);
        return asked.TryGet(out var ask, out _) && (ask.Scopes & ~client.Scopes) != TokenScopes.None ? ProgramFailures.ScopeTooWide : asked;
    }

    private static Task<ProgramClient?> FindAsync(IntegrationsDbContext db, string clientId, CancellationToken cancellationToken) =>
        db.Programs.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == clientId && c.RevokedAt == null, cancellationToken);

    private async Task<Caller?> WhoAsync(IntegrationsDbContext db, ProgramClient client, ProgramPass pass, CancellationToken cancellationToken)
    {
        if (client.Kind == ProgramKind.Service)
        {
            return pass.Subject == client.ClientId && await OrganizationAsync(db, client, cancellationToken) is { } organization
                ? new Caller(null, organization, Role.TenantAdmin) { DisplayName = client.DisplayName ?? "" }
                : null;
        }

        if (!Guid.TryParseExact(pass.Subject, "D", out var userId) || await directory.FindEnabledAsync(userId, cancellationToken) is not { OrganizationId: { } organizationId } person
            || person.Stamp != pass.Stamp || organizationId != pass.OrganizationId)
        {
            return null;
        }

        var rules = await db.ProgramRules.AsNoTracking().SingleOrDefaultAsync(r => r.OrganizationId == organizationId, cancellationToken) ?? new ProgramRules { OrganizationId = organizationId };
        return rules.Allows(client) ? new Caller(person.Id, organizationId, person.Role) { DisplayName = person.Email } : null;
    }

    private static Task<Guid?> OrganizationAsync(IntegrationsDbContext db, ProgramClient client, CancellationToken cancellationToken) =>
        db.Set<Organizations.Organization>().Where(o => o.Id == client.OrganizationId && o.DisabledAt == null).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(cancellationToken);

    // Told to the minute: a write per request would cost more than it tells.
    private async Task TouchAsync(IntegrationsDbContext db, ProgramClient client, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (client.LastUsedAt is not { } last || now - last >= LastUseResolution)
        {
            await db.WriteAsync(ct => db.Programs.Where(c => c.Id == client.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.LastUsedAt, now), ct), cancellationToken);
        }
    }
}
