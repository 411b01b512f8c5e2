using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Programs;

/// <summary>Administrators see which programs the members of their organization let in, and sign one out for a member.</summary>
public sealed class MemberPrograms(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>One row a program and member, the newest first, at most 200.</summary>
    /// <returns>The list, or <c>permission_denied</c>.</returns>
    public async Task<Result<IReadOnlyList<MemberProgram>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangePrograms) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await AuthorizedPrograms.ReadAsync(db, db.ProgramAuthorizations.OfOrganization(caller), clock.GetUtcNow(), cancellationToken);
        var people = found.Select(program => program.UserId).Distinct().ToList();
        var names = await db.Users.AsNoTracking().Where(u => u.OrganizationId == caller.OrganizationId && people.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return Result<IReadOnlyList<MemberProgram>>.Success([.. found.Where(program => names.ContainsKey(program.UserId)).Select(program => new MemberProgram(program, names[program.UserId]))]);
    }

    /// <summary>Ends all that one member gave one program: its next request is refused. Ending it again changes nothing.</summary>
    /// <returns>Done, or <c>permission_denied</c>, <c>programs.not_found</c>.</returns>
    public async Task<Result<Done>> RevokeAsync(Caller caller, Guid programId, Guid userId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangePrograms) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var theirs = db.ProgramAuthorizations.OfOrganization(caller).Where(a => a.UserId == userId);
        return await AuthorizedPrograms.RevokeAsync(db, audit, caller, theirs, programId, after: new { userId }, cancellationToken);
    }
}
