using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Integrations.Core.Identity.Programs;

/// <summary>People see which programs they let in, and end that.</summary>
public sealed class AuthorizedPrograms(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>The caller's own, the newest first, at most 200.</summary>
    public async Task<IReadOnlyList<AuthorizedProgram>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, db.ProgramAuthorizations.VisibleTo(caller), clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Ends all that the caller gave one program: its next request is refused. Ending it again changes nothing.</summary>
    /// <returns>Done, or <c>permission_denied</c>, <c>programs.not_found</c>.</returns>
    public async Task<Result<Done>> RevokeAsync(Caller caller, Guid programId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.AuthorizePrograms) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await RevokeAsync(db, audit, caller, db.ProgramAuthorizations.VisibleTo(caller), programId, after: null, cancellationToken);
    }

    /// <summary>Ends all that some people gave one program, with one audit entry; where nothing holds any more it changes nothing.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="audit">Where it is written.</param>
    /// <param name="caller">Who ends it, and may.</param>
    /// <param name="authorizations">Those that the caller may end.</param>
    /// <param name="programId">The program.</param>
    /// <param name="after">What the audit entry says besides; null for nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal static async Task<Result<Done>> RevokeAsync(
        IntegrationsDbContext db, AuditLog audit, Caller caller, IQueryable<ProgramAuthorization> authorizations, Guid programId, object? after, CancellationToken cancellationToken)
    {
        var given = authorizations.Where(a => EF.Property<Guid?>(a, ProgramTables.ClientKey) == programId);
        if (await db.Programs.AsNoTracking().SingleOrDefaultAsync(c => c.Id == programId && given.Any(), cancellationToken) is not { } program)
        {
            return ProgramFailures.NotFound;
        }

        var ids = await given.Where(a => a.Status == Statuses.Valid).Select(a => a.Id).ToListAsync(cancellationToken);
        if (ids.Count > 0)
        {
            await db.WriteAsync(
                async ct =>
                {
                    await EndAsync(db, ids, ct);
                    audit.Add(db, caller, "program.authorization_revoked", new AuditTarget("program", program.Id.ToString(), program.DisplayName), after: after);
                    return await db.SaveChangesAsync(ct);
                },
                cancellationToken);
        }

        return Done.Value;
    }

    /// <summary>
    /// Inside of a write: families with all their tokens. The family's row comes first, and its tokens follow for who ended it alone: so those who end one at the same moment
    /// wait for each other there, and nowhere in another order.
    /// </summary>
    /// <returns>How many tokens were ended.</returns>
    internal static async Task<int> EndAsync(IntegrationsDbContext db, IReadOnlyList<Guid> authorizations, CancellationToken cancellationToken) =>
        await db.ProgramAuthorizations.Where(a => authorizations.Contains(a.Id) && a.Status == Statuses.Valid)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Status, Statuses.Revoked), cancellationToken) == 0
            ? 0
            : await db.ProgramTokens.Where(t => t.Authorization != null && authorizations.Contains(t.Authorization.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, Statuses.Revoked), cancellationToken);

    /// <summary>Those that still hold a token, one row a program and person.</summary>
    internal static async Task<IReadOnlyList<AuthorizedProgram>> ReadAsync(
        IntegrationsDbContext db, IQueryable<ProgramAuthorization> authorizations, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moment = now.UtcDateTime;
        var rows = await authorizations.AsNoTracking()
            .Where(a => a.Status == Statuses.Valid && a.Application != null && a.Application.RevokedAt == null)
            .Select(a => new
            {
                a.UserId,
                a.CreatedAt,
                a.Application,
                EndsAt = a.Tokens.Where(t => t.Status == Statuses.Valid && t.ExpirationDate > moment).Max(t => t.ExpirationDate),
                a.Scopes,
            })
            .Where(row => row.EndsAt != null)
            .OrderByDescending(row => row.CreatedAt).Take(1_000).ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(row => (row.Application!.Id, row.UserId)).Take(200).Select(group =>
            {
                var program = group.First().Application!;
                return new AuthorizedProgram(
                    program.Id, group.Key.UserId, program.Client, program.Kind, program.Host,
                    group.Aggregate(TokenScopes.None, (all, row) => all | ProgramRegistrations.ScopesOf(row.Scopes)),
                    group.Min(row => row.CreatedAt), new DateTimeOffset(DateTime.SpecifyKind(group.Max(row => row.EndsAt)!.Value, DateTimeKind.Utc)))
                {
                    LastUsedAt = program.LastUsedAt,
                };
            }),
        ];
    }
}
