using System.Diagnostics.Metrics;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Identity.Accounts;

/// <summary>Counts failures of passwords and codes together, and locks an account for a while after some (SECURITY S3).</summary>
public sealed partial class SignInAttempts(
    IDbContextFactory<IntegrationsDbContext> contexts, SecondFactorCodes codes, AuditLog audit, TimeProvider clock, IMeterFactory meters, ILogger<SignInAttempts> logger)
{
    /// <summary>Failures before the account is locked for a while (SECURITY S3).</summary>
    public const int FailuresBeforeLockout = 5;

    private readonly Counter<long> _failures = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.auth.failures", "{refusal}");

    /// <summary>
    /// Each try is counted before the code is looked at, in one transaction that locks the person's row: of a thousand tries at
    /// once the first five are looked at, and a success takes its own count back (SECURITY S3).
    /// </summary>
    internal async Task<Result<string>> SpendCodeAsync(Guid userId, string code, SignInOrigin origin, bool isSignIn, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var spent = await db.WriteAsync(
            async ct =>
            {
                var isOpen = await db.Users.Where(u => u.Id == userId && u.TwoFactorEnabled && (u.LockoutEnd == null || u.LockoutEnd <= now))
                    .ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1), ct) == 1;
                var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, ct);
                var target = new AuditTarget("user", user.Id.ToString(), user.Email);
                var kind = isOpen ? await codes.SpendAsync(db, user, code, ct) : null;
                if (kind is null)
                {
                    var locks = isOpen && user.AccessFailedCount % FailuresBeforeLockout == 0;
                    if (locks)
                    {
                        var until = now + LockoutAfter(user.AccessFailedCount);
                        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.LockoutEnd, until), ct);
                    }

                    audit.Add(db, origin.CallerOf(user), locks ? "session.locked_out" : "session.code_refused", target);
                }
                else if (isSignIn)
                {
                    await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(
                        set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.LastSignInAt, now), ct);
                    audit.Add(db, origin.CallerOf(user), "session.signed_in", target, after: new { secondFactor = kind });
                }
                else
                {
                    await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount - 1), ct);
                }

                await db.SaveChangesAsync(ct);
                return kind;
            },
            cancellationToken);
        if (spent is not null)
        {
            return spent;
        }

        _failures.Add(1);
        LogFailed(logger, userId, origin.RemoteAddress);
        return AccessFailures.CodeRefused;
    }

    /// <summary>Counts a wrong password, or one of an account that is locked or not there.</summary>
    internal async Task RefuseAsync(IntegrationsDbContext db, User? user, bool isLocked, DateTimeOffset now, SignInOrigin origin, CancellationToken cancellationToken)
    {
        _failures.Add(1, new KeyValuePair<string, object?>("reason", "password"));
        if (user is null)
        {
            LogUnknown(logger, origin.RemoteAddress);
            return;
        }

        LogFailed(logger, user.Id, origin.RemoteAddress);
        await db.WriteAsync(
            async ct =>
            {
                var action = "session.sign_in_failed";
                if (!isLocked)
                {
                    // Counted in the database, so that guesses side by side all count.
                    await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1), ct);
                    var failures = await db.Users.Where(u => u.Id == user.Id).Select(u => u.AccessFailedCount).SingleAsync(ct);
                    if (failures % FailuresBeforeLockout == 0)
                    {
                        var until = now + LockoutAfter(failures);
                        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LockoutEnd, until), ct);
                        action = "session.locked_out";
                    }
                }

                audit.Add(db, origin.CallerOf(user), action, new AuditTarget("user", user.Id.ToString(), user.Email));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
    }

    /// <summary>Forgets what was counted.</summary>
    internal async Task AcceptAsync(IntegrationsDbContext db, User user, DateTimeOffset now, SignInOrigin origin, CancellationToken cancellationToken) =>
        await db.WriteAsync(
            async ct =>
            {
                await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.LastSignInAt, now), ct);
                audit.Add(db, origin.CallerOf(user), "session.signed_in", new AuditTarget("user", user.Id.ToString(), user.Email));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);

    /// <summary>5, 10, 20, 40, then 60 minutes.</summary>
    internal static TimeSpan LockoutAfter(int failures) =>
        TimeSpan.FromMinutes(Math.Min(60, 5 * Math.Pow(2, Math.Min(10, (failures / FailuresBeforeLockout) - 1))));

    [LoggerMessage(4001, LogLevel.Warning, "Sign-in refused for user {UserId} from {RemoteAddress}")]
    private static partial void LogFailed(ILogger logger, Guid userId, string? remoteAddress);

    [LoggerMessage(4002, LogLevel.Warning, "Sign-in refused for an unknown address from {RemoteAddress}")]
    private static partial void LogUnknown(ILogger logger, string? remoteAddress);
}
