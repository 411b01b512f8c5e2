using Integrations.Core.Access;
using Integrations.Core.Access.Passkeys;
using Integrations.Core.Access.SecondFactors;
using Integrations.Core.Activity;
using Integrations.Core.Common;
using Integrations.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Organizations;

/// <summary>For the operator at the machine itself, when no administrator is left who could. No page and no route leads here.</summary>
public sealed class AccountRecovery(IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, ILookupNormalizer normalizer, AuditLog audit)
{
    /// <summary>Takes a person's second factor and passkeys away, ends their sessions and tokens, and lifts a lock.</summary>
    /// <returns>Done, or <c>member.not_found</c>.</returns>
    public async Task<Result<Done>> ResetSecondFactorAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken) is not { } user)
        {
            return AccessFailures.MemberNotFound;
        }

        user.TwoFactorEnabled = false;
        user.SecurityStamp = MemberService.NewStamp();
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        await db.WriteAsync(
            async ct =>
            {
                await RemoveFactorsAsync(db, user.Id, ct);
                var operatorOfTheHub = new Caller(null, user.OrganizationId, Role.User) { DisplayName = "operator of the hub" };
                audit.Add(db, operatorOfTheHub, "member.second_factor_reset", MemberService.Target(user));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        directory.Forget(user.Id);
        return Done.Value;
    }

    /// <summary>The one organization of that name; null when there is none, or more than one.</summary>
    public async Task<Guid?> FindOrganizationAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Organizations.AsNoTracking().Where(o => o.Name == name).OrderBy(o => o.Id).Select(o => o.Id).Take(2).ToListAsync(cancellationToken);
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Whatever somebody else might hold: codes, recovery codes and passkeys. Inside the caller's write transaction.</summary>
    internal static async Task RemoveFactorsAsync(IntegrationsDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        await SecondFactorCodes.RemoveAsync(db, userId, cancellationToken);
        await PasskeyService.RemoveAllAsync(db, userId, cancellationToken);
    }
}
