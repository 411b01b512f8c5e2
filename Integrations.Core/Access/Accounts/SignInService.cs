using System.Diagnostics.Metrics;
using Integrations.Core.Activity;
using Integrations.Core.Common;
using Integrations.Core.Organizations;
using Integrations.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Access.Accounts;

/// <summary>Where a sign-in comes from, for audit.</summary>
public sealed record SignInOrigin(string? RemoteAddress, string? RequestId);

/// <summary>Checks passwords, counts failures and opens sessions.</summary>
public sealed partial class SignInService(
    IDbContextFactory<IntegrationsDbContext> contexts, PasswordWork passwords, UserDirectory directory, ILookupNormalizer normalizer,
    AuditLog audit, IOptions<AccessOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<SignInService> logger)
{
    /// <summary>Failures before the account is locked for a while (SECURITY S3).</summary>
    public const int FailuresBeforeLockout = 5;

    private const int LongestEmail = 256;

    private readonly Counter<long> _failures = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.auth.failures", "{refusal}");

    /// <summary>
    /// The person whose password this is. Unknown, disabled, locked and wrong cost the same work and give the same
    /// <c>auth.refused</c>; <c>auth.busy</c> when too many passwords are being checked.
    /// </summary>
    public async Task<Result<UserStanding>> CheckPasswordAsync(string email, string password, SignInOrigin origin, CancellationToken cancellationToken)
    {
        if (email.Length > LongestEmail || password.Length > PasswordRules.MaxLength)
        {
            return AccessFailures.SignInRefused;
        }

        var normalized = normalizer.NormalizeEmail(email.Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken);
        var work = await passwords.CheckAsync(user, password, cancellationToken);
        if (!work.TryGet(out var answer, out var busy))
        {
            return busy;
        }

        var now = clock.GetUtcNow();
        var isLocked = user?.LockoutEnd > now;
        if (user is null || answer == PasswordVerificationResult.Failed || isLocked)
        {
            await RefuseAsync(db, user, isLocked, now, origin, cancellationToken);
            return AccessFailures.SignInRefused;
        }

        directory.Forget(user.Id);
        if (await directory.FindEnabledAsync(user.Id, cancellationToken) is not { } standing)
        {
            await RefuseAsync(db, user, isLocked: true, now, origin, cancellationToken);
            return AccessFailures.SignInRefused;
        }

        if (user.TwoFactorEnabled)
        {
            return AccessFailures.SecondFactorNeeded;
        }

        await AcceptAsync(db, user, now, origin, cancellationToken);
        return standing;
    }

    /// <summary>Opens a session for someone whose password was just checked, and ends the one this browser had.</summary>
    public async Task<Session> OpenSessionAsync(UserStanding who, Guid? endSession, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = new Session
        {
            Id = Guid.NewGuid(),
            UserId = who.Id,
            AuthenticatedAt = now,
            CreatedAt = now,
            ExpiresAt = now + options.Value.SessionLifetime,
            RemoteAddress = origin.RemoteAddress,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                if (endSession is { } old)
                {
                    await db.Sessions.Where(s => s.Id == old && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                }

                await db.Sessions.Where(s => s.UserId == who.Id && s.ExpiresAt < now).ExecuteDeleteAsync(ct);
                db.Sessions.Add(session);
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        if (endSession is { } ended)
        {
            directory.ForgetSession(ended);
        }

        return session;
    }

    /// <summary>Ends the caller's session; every copy of its cookie is dead.</summary>
    public async Task EndSessionAsync(Caller caller, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                await db.Sessions.Where(s => s.Id == sessionId && s.UserId == caller.UserId && s.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                audit.Add(db, caller, "session.signed_out", new AuditTarget("user", caller.UserId?.ToString(), caller.DisplayName));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        directory.ForgetSession(sessionId);
    }

    private async Task RefuseAsync(IntegrationsDbContext db, User? user, bool isLocked, DateTimeOffset now, SignInOrigin origin, CancellationToken cancellationToken)
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

                audit.Add(db, CallerOf(user, origin), action, new AuditTarget("user", user.Id.ToString(), user.Email));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
    }

    private async Task AcceptAsync(IntegrationsDbContext db, User user, DateTimeOffset now, SignInOrigin origin, CancellationToken cancellationToken) =>
        await db.WriteAsync(
            async ct =>
            {
                await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.LastSignInAt, now), ct);
                audit.Add(db, CallerOf(user, origin), "session.signed_in", new AuditTarget("user", user.Id.ToString(), user.Email));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);

    /// <summary>5, 10, 20, 40, then 60 minutes.</summary>
    internal static TimeSpan LockoutAfter(int failures) =>
        TimeSpan.FromMinutes(Math.Min(60, 5 * Math.Pow(2, Math.Min(10, (failures / FailuresBeforeLockout) - 1))));

    private static Caller CallerOf(User user, SignInOrigin origin) => new(user.Id, user.OrganizationId, user.Role)
    {
        DisplayName = user.Email ?? user.DisplayName,
        RemoteAddress = origin.RemoteAddress,
        RequestId = origin.RequestId,
    };

    [LoggerMessage(4001, LogLevel.Warning, "Sign-in refused for user {UserId} from {RemoteAddress}")]
    private static partial void LogFailed(ILogger logger, Guid userId, string? remoteAddress);

    [LoggerMessage(4002, LogLevel.Warning, "Sign-in refused for an unknown address from {RemoteAddress}")]
    private static partial void LogUnknown(ILogger logger, string? remoteAddress);
}
