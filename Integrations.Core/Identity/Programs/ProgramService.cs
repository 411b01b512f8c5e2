using Integrations.Core.Activity;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Integrations.Core.Identity.Programs;

/// <summary>Administrators enter programs of their organization, see them and end them.</summary>
public sealed class ProgramService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    private const string ClientIdPrefix = "itp_";

    /// <summary>Those of the organization, the newest first.</summary>
    /// <returns>The list, or <c>permission_denied</c>.</returns>
    public async Task<Result<Page<ProgramRow>>> ListAsync(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if ((page.Validate() ?? caller.Must(KnownPermissions.ChangePrograms)) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = db.Programs.AsNoTracking().VisibleTo(caller);
        var rows = await visible.OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(cancellationToken);
        return new Page<ProgramRow>([.. rows.Select(ProgramRow.Of)], await visible.CountAsync(cancellationToken));
    }

    /// <summary>Enters a program.</summary>
    /// <param name="caller">A person in their browser, who gave their password in the last ten minutes (SECURITY S5).</param>
    /// <returns>It, with its secret; or <c>validation</c>, <c>invalid_redirect_uri</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>.</returns>
    public async Task<Result<CreatedProgram>> RegisterAsync(Caller caller, NewProgram wanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((caller.Must(KnownPermissions.ChangePrograms) ?? (caller.SessionId is null ? ProgramFailures.ByPersonOnly : null) ?? caller.MustHaveSignedInLately(now) ?? wanted.Validate()
            ?? ((wanted.Scopes & ~caller.Scopes) != TokenScopes.None ? Failure.Forbidden("A program cannot be given more rights than you hold yourself.") : null)) is { } refused)
        {
            return refused;
        }

        var secret = wanted.IsService || wanted.IsConfidential ? TokenText.New(TokenText.ClientSecretPrefix) : null;
        var client = new ProgramClient
        {
            Id = Guid.CreateVersion7(now),
            ClientId = ClientIdPrefix + Guid.CreateVersion7(now).ToString("N"),
            Kind = wanted.IsService ? ProgramKind.Service : ProgramKind.Registered,
            OrganizationId = caller.OrganizationId,
            Scopes = wanted.Scopes,
            CreatedBy = caller.UserId,
            CreatedAt = now,
        };
        client.Describe(wanted.Name.Trim(), wanted.Redirects, secret is null ? null : TokenText.Hash(secret.Reveal()));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Programs.Add(client);
        audit.Add(
            db, caller, "program.registered", Target(client),
            after: new { kind = client.Kind.ToString(), client.ClientId, scopes = TokenScopeNames.Of(client.Scopes), wanted.Redirects, confidential = secret is not null });
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedProgram(ProgramRow.Of(client), secret);
    }

    /// <summary>Gives a program a new secret; the former one is taken for 24 hours more, unless it has to end now.</summary>
    /// <param name="caller">A person in their browser, who gave their password in the last ten minutes (SECURITY S5).</param>
    /// <param name="programId">One of the organization that has a secret.</param>
    /// <param name="endFormer">After a leak.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>It, with the secret; or <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>programs.not_found</c>, <c>programs.no_secret</c>.</returns>
    public async Task<Result<CreatedProgram>> RenewSecretAsync(Caller caller, Guid programId, bool endFormer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((caller.Must(KnownPermissions.ChangePrograms) ?? (caller.SessionId is null ? ProgramFailures.ByPersonOnly : null) ?? caller.MustHaveSignedInLately(now)) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Programs.VisibleTo(caller).SingleOrDefaultAsync(c => c.Id == programId && c.RevokedAt == null, cancellationToken) is not { } client)
        {
            return ProgramFailures.NotFound;
        }

        if (client.ClientSecret is not { } former)
        {
            return ProgramFailures.NoSecret;
        }

        var secret = TokenText.New(TokenText.ClientSecretPrefix);
        client.ClientSecret = TokenText.Hash(secret.Reveal());
        (endFormer ? new ProgramSecret(now) : new ProgramSecret(now, former, now + ProgramClient.SecretOverlap)).PutInto(client);
        audit.Add(db, caller, "program.secret_renewed", Target(client), after: new { endFormer });
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedProgram(ProgramRow.Of(client), secret);
    }

    /// <summary>Ends a program with all its tokens; the next request that carries one is refused. Ending it again changes nothing.</summary>
    /// <returns>Done, or <c>permission_denied</c>, <c>programs.not_found</c>.</returns>
    public async Task<Result<Done>> RevokeAsync(Caller caller, Guid programId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangePrograms) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Programs.VisibleTo(caller).SingleOrDefaultAsync(c => c.Id == programId, cancellationToken) is not { } client)
        {
            return ProgramFailures.NotFound;
        }

        if (client.RevokedAt is null)
        {
            client.RevokedAt = clock.GetUtcNow();
            await db.WriteAsync(
                async ct =>
                {
                    await db.ProgramAuthorizations.Where(a => a.Application != null && a.Application.Id == programId).ExecuteUpdateAsync(set => set.SetProperty(a => a.Status, Statuses.Revoked), ct);
                    await db.ProgramTokens.Where(t => t.Application != null && t.Application.Id == programId).ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, Statuses.Revoked), ct);
                    audit.Add(db, caller, "program.revoked", Target(client));
                    return await db.SaveChangesAsync(ct);
                },
                cancellationToken);
        }

        return Done.Value;
    }

    private static AuditTarget Target(ProgramClient client) => new("program", client.Id.ToString(), client.DisplayName);
}
