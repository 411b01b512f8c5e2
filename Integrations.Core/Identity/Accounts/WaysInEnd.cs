using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Accounts;

/// <summary>
/// The one place where ways into an account end, so that no reset forgets one: a thief with some minutes in an open browser makes
/// a token, adds a passkey or links an account, and would outlive the new password (SECURITY X1).
/// </summary>
internal static class WaysInEnd
{
    /// <summary>
    /// Everything but the second factor's codes: password, sessions, access tokens, links not yet used (all three by the new
    /// stamp), personal tokens, passkeys and linked accounts. Inside the caller's write transaction; the user's own changes are
    /// saved by the caller.
    /// </summary>
    public static async Task EndAllAsync(IntegrationsDbContext db, User user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        user.PasswordHash = null;
        user.SecurityStamp = MemberService.NewStamp();
        // A password that is being chosen at this moment, by an earlier link, must not be saved over this.
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        // A lock counts guesses at a password that is no more.
        (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
        await db.Sessions.Where(s => s.UserId == user.Id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
        await EndAsync(db, user.Id, WaysIn.All, now, cancellationToken);
    }

    /// <summary>Inside the caller's write transaction.</summary>
    public static async Task EndAsync(IntegrationsDbContext db, Guid userId, WaysIn ways, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ways.HasFlag(WaysIn.Tokens))
        {
            await db.ApiTokens.Where(t => t.UserId == userId && t.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), cancellationToken);
            await db.CalendarFeeds.Where(f => f.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        }

        if (ways.HasFlag(WaysIn.SignIns))
        {
            await PasskeyService.RemoveAllAsync(db, userId, cancellationToken);
            await db.UserLogins.Where(l => l.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
