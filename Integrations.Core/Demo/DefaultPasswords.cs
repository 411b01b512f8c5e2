using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Demo;

/// <summary>Finds demo accounts that still have a password which everyone can read in our sources (SECURITY V7).</summary>
public sealed class DefaultPasswords(IDbContextFactory<IntegrationsDbContext> contexts, IPasswordHasher<User> hasher)
{
    // All demo addresses end so; the domain can belong to no one (RFC 2606).
    private const string DemoDomain = ".TEST";

    /// <summary>The address of one such account, or null.</summary>
    public async Task<string?> FindAsync(string demoPassword, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var candidates = await db.Users.AsNoTracking().Where(u => u.NormalizedEmail!.EndsWith(DemoDomain) && u.PasswordHash != null && u.DisabledAt == null)
            .OrderBy(u => u.Id).Take(20).ToListAsync(cancellationToken);
        return candidates.Find(user => Has(user, demoPassword) || Has(user, DemoOptions.DefaultPassword))?.Email;
    }

    private bool Has(User user, string password) =>
        hasher.VerifyHashedPassword(user, user.PasswordHash!, password) != PasswordVerificationResult.Failed;
}
