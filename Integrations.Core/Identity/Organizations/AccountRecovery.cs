using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Organizations;

/// <summary>For the operator at the machine itself, when no administrator is left who could. No page and no route leads here.</summary>
public sealed class AccountRecovery(
    IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, PasswordLinks links, ILookupNormalizer normalizer, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// Takes a person's second factor away and ends whatever lets someone in as them: password, sessions, tokens, passkeys, linked
    /// accounts and earlier links (SECURITY X1). Lifts a lock.
    /// </summary>
    /// <returns>The link by which they choose a new password, or <c>member.not_found</c>.</returns>
    public async Task<Result<Invitation>> ResetSecondFactorAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken) is not { } user)
        {
            return AccessFailures.MemberNotFound;
        }

        user.TwoFactorEnabled = false;
        await db.WriteAsync(
            async ct =>
            {
                await SecondFactorCodes.RemoveAsync(db, user.Id, ct);
                await WaysInEnd.EndAllAsync(db, user, clock.GetUtcNow(), ct);
                var operatorOfTheHub = new Caller(null, user.OrganizationId, Role.User) { DisplayName = "operator of the hub" };
                audit.Add(db, operatorOfTheHub, "member.second_factor_reset", MemberService.Target(user));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        directory.Forget(user.Id);
        return new Invitation(MemberService.Row(user), await links.CreateAsync(user));
    }

    /// <summary>The one organization of that name; null when there is none, or more than one.</summary>
    public async Task<Guid?> FindOrganizationAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Organizations.AsNoTracking().Where(o => o.Name == name).OrderBy(o => o.Id).Select(o => o.Id).Take(2).ToListAsync(cancellationToken);
        return found.Count == 1 ? found[0] : null;
    }
}
