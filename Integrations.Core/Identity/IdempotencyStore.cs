using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity;

/// <summary>Remembers the answers of unsafe calls for a day, so that a client may repeat a call whose answer it lost (RELIABILITY I1).</summary>
public sealed class IdempotencyStore(IDbContextFactory<IntegrationsDbContext> contexts, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>In characters; a longer key is refused by the route.</summary>
    public const int KeyMaxLength = 255;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // No request takes this long: a call that has not ended by now died with its process.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(2);

    private readonly IDataProtector _protector = protection.CreateProtector("Integrations.IdempotencyRecord.v1");

    /// <summary>The same call is being made at this moment, by another request. Repeat it with the same key in a moment.</summary>
    public static Failure InProgress { get; } = Failure.Conflict(
        "idempotency.in_progress", "The first request with this Idempotency-Key is still under way. Repeat it in a moment.");

    /// <summary>The key was used for a call with another body. Nothing was done; take a new key.</summary>
    public static Failure OtherBody { get; } = Failure.Invalid(
        "idempotency.other_body", "This Idempotency-Key was used with another body. Use a new key for a new request.");

    /// <summary>The first call was done, and its answer held a secret, which is never kept (SECURITY X5). The secret is lost: have a new one made.</summary>
    public static Failure SecretNotKept { get; } = Failure.Conflict(
        "idempotency.secret_not_kept",
        "The first request with this Idempotency-Key was carried out, and its answer held a secret, which is given once and not kept. Look at what was made, or have a new secret made with a new key.");

    /// <param name="caller">Keys of different callers never meet, nor those of one person's tokens: another may be allowed less.</param>
    /// <param name="route">Method and path with query.</param>
    /// <param name="key">As the caller sent it.</param>
    /// <param name="body">The exact bytes.</param>
    public async Task<IdempotencyOutcome> BeginAsync(Caller caller, string route, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var scope = Hash(Encoding.UTF8.GetBytes($"{Of(caller)}|{route}|{key}"));
        var bodyHash = Hash(body.Span);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await ForgetAsync(db, scope, now, cancellationToken);

        var record = new IdempotencyRecord { Id = Guid.CreateVersion7(now), Scope = scope, BodyHash = bodyHash, CreatedAt = now, ExpiresAt = now + Kept };
        db.IdempotencyRecords.Add(record);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new IdempotencyOutcome.First(record.Id);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            var first = await db.IdempotencyRecords.AsNoTracking().SingleOrDefaultAsync(r => r.Scope == scope, cancellationToken);
            // It failed and was released between our two looks; the next try is the first again.
            return first is null || (first.Status is null && first.BodyHash == bodyHash) ? new IdempotencyOutcome.Refused(InProgress)
                : first.BodyHash != bodyHash ? new IdempotencyOutcome.Refused(OtherBody)
                : new IdempotencyOutcome.Known(Open(first));
        }
    }

    /// <summary>Remembers how a call ended, for those that repeat it.</summary>
    /// <param name="recordId">As <see cref="BeginAsync"/> gave it.</param>
    /// <param name="answer">Its body is stored protected; one that is withheld is not stored at all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task CompleteAsync(Guid recordId, RememberedAnswer answer, CancellationToken cancellationToken)
    {
        var sealedBody = Convert.ToBase64String(_protector.Protect(answer.IsWithheld ? [] : answer.Body));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            ct => db.IdempotencyRecords.Where(r => r.Id == recordId).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Status, answer.Status).SetProperty(r => r.ContentType, answer.ContentType)
                    .SetProperty(r => r.Location, answer.Location).SetProperty(r => r.BodyCiphertext, sealedBody).SetProperty(r => r.IsWithheld, answer.IsWithheld),
                ct),
            cancellationToken);
    }

    /// <summary>The call failed on our side; the same key may try again.</summary>
    public async Task ReleaseAsync(Guid recordId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(ct => db.IdempotencyRecords.Where(r => r.Id == recordId && r.Status == null).ExecuteDeleteAsync(ct), cancellationToken);
    }

    /// <summary>Deletes what is older than a day; gives the number of rows.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        return await db.WriteAsync(ct => db.IdempotencyRecords.Where(r => r.ExpiresAt <= now).ExecuteDeleteAsync(ct), cancellationToken);
    }

    private static async Task ForgetAsync(IntegrationsDbContext db, string scope, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var abandoned = now - Abandoned;
        var isStale = await db.IdempotencyRecords.AnyAsync(
            r => r.Scope == scope && (r.ExpiresAt <= now || (r.Status == null && r.CreatedAt <= abandoned)), cancellationToken);
        if (isStale)
        {
            await db.WriteAsync(
                ct => db.IdempotencyRecords.Where(r => r.Scope == scope && (r.ExpiresAt <= now || (r.Status == null && r.CreatedAt <= abandoned))).ExecuteDeleteAsync(ct),
                cancellationToken);
        }
    }

    private RememberedAnswer Open(IdempotencyRecord record)
    {
        try
        {
            return new RememberedAnswer(record.Status!.Value, record.ContentType, record.Location, _protector.Unprotect(Convert.FromBase64String(record.BodyCiphertext!)))
            {
                IsWithheld = record.IsWithheld,
            };
        }
        catch (CryptographicException)
        {
            // The key ring is gone; that the call was done is still known.
            return new RememberedAnswer(record.Status!.Value, contentType: null, record.Location, []);
        }
    }

    // Access tokens that a password gave are alike and live for minutes: a repeat may well come with the next one.
    private static string Of(Caller caller) =>
        $"{caller.OrganizationId:N}|{caller.UserId:N}|{(caller.AuthenticatedAt is null ? $"token {caller.TokenId:N}" : "password")}|{caller.Scopes}|{caller.Role}";

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
