using System.Text.Json;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Integrations.Core.Identity.Programs;

/// <summary>People let programs in.</summary>
public sealed class ProgramConsents(IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, AuditLog audit, PublicOrigin origin, TimeProvider clock)
{
    /// <param name="clientId">Of a program that the server knows.</param>
    /// <returns>What to ask the person; or <c>programs.not_allowed</c>, <c>programs.no_organization</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>invalid_client</c>, <c>invalid_scope</c>, <c>invalid_target</c>.</returns>
    public async Task<Result<ConsentView>> DescribeAsync(Caller caller, string clientId, string? scope, IReadOnlyList<string> resources, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await AskAsync(db, caller, clientId, scope, resources, cancellationToken)).Map(asked => asked.View);
    }

    /// <summary>Lets it in, within what was asked. What it may call at <c>/mcp</c> stands in grants, and there is none yet.</summary>
    /// <returns>What the server makes a code of; or as <see cref="DescribeAsync"/>.</returns>
    public async Task<Result<LetIn>> ApproveAsync(Caller caller, string clientId, string? scope, IReadOnlyList<string> resources, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var asked = await AskAsync(db, caller, clientId, scope, resources, cancellationToken);
        if (!asked.TryGet(out var ask, out var failure))
        {
            return failure;
        }

        if (caller is not { UserId: { } userId, OrganizationId: { } organizationId } || await directory.FindEnabledAsync(userId, cancellationToken) is not { } person)
        {
            return ProgramFailures.ByPersonOnly;
        }

        var now = clock.GetUtcNow();
        var (subject, scopes) = (userId.ToString("D"), TokenScopeNames.Of(ask.View.Ask.Scopes));
        var authorization = new ProgramAuthorization
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            UserId = userId,
            Resource = ask.View.Ask.Resource,
            Subject = subject,
            Scopes = JsonSerializer.Serialize(scopes),
            Status = Statuses.Valid,
            Type = AuthorizationTypes.Permanent,
            CreatedAt = now,
            CreationDate = now.UtcDateTime,
        };
        db.ProgramAuthorizations.Add(authorization);
        db.Entry(authorization).Property(ProgramTables.ClientKey).CurrentValue = ask.Program.Id;
        audit.Add(
            db, caller, "program.authorized", new AuditTarget("program", ask.Program.Id.ToString(), ask.Program.DisplayName),
            after: new { kind = ask.Program.Kind.ToString(), ask.Program.ClientId, scopes, ask.View.Ask.Resource });
        await db.SaveChangesAsync(cancellationToken);
        return new LetIn(authorization.Id, new ProgramPass(ask.Program.ClientId!, subject, [.. scopes, ProgramAsk.Renewal], [authorization.Resource], person.Stamp) { OrganizationId = organizationId });
    }

    private async Task<Result<Asked>> AskAsync(
        IntegrationsDbContext db, Caller caller, string clientId, string? scope, IReadOnlyList<string> resources, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.AuthorizePrograms) is { } forbidden)
        {
            return forbidden;
        }

        if (caller.SessionId is null)
        {
            return ProgramFailures.ByPersonOnly;
        }

        if (caller.OrganizationId is not { } organizationId)
        {
            return ProgramFailures.NoOrganization;
        }

        // What is given away outlives the session, as a token does.
        if (caller.MustHaveSignedInLately(clock.GetUtcNow()) is { } stale)
        {
            return stale;
        }

        if (await db.Programs.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == clientId && c.RevokedAt == null, cancellationToken) is not { } program)
        {
            return ProgramFailures.ClientUnknown;
        }

        var rules = await db.ProgramRules.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(cancellationToken) ?? new ProgramRules { OrganizationId = organizationId };
        if (program.Kind == ProgramKind.Service || !rules.Allows(program))
        {
            return ProgramFailures.NotAllowed;
        }

        if (!ProgramAsk.Read(origin, scope, resources).TryGet(out var ask, out var failure))
        {
            return failure;
        }

        if ((ask.Scopes & ~program.Scopes) != TokenScopes.None)
        {
            return ProgramFailures.ScopeTooWide;
        }

        var organization = await db.Set<Organizations.Organization>().Where(o => o.Id == organizationId).Select(o => o.Name).SingleAsync(cancellationToken);
        return new Asked(program, new ConsentView(program.Client, program.Kind, program.Host, organization, ask));
    }

    private sealed record Asked(ProgramClient Program, ConsentView View);
}
