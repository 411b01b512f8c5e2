using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.SecondFactors;

/// <summary>Makes and spends the codes of a second factor; each is good for once (SECURITY S4).</summary>
public sealed class SecondFactorCodes(CredentialVault vault, TimeProvider clock)
{
    /// <summary>How many a person gets at once; each is good once.</summary>
    public const int RecoveryCodeCount = 10;

    private const int RecoveryBytes = 10;
    private const int RecoveryLength = 16;

    internal string Protect(User user, string key) => vault.Protect("second_factor", user.OrganizationId ?? Guid.Empty, user.Id, "key", key);

    /// <summary>The key in base 32; null when the key ring cannot open it.</summary>
    internal string? Open(User user, SecondFactor factor) =>
        vault.Open("second_factor", user.OrganizationId ?? Guid.Empty, user.Id, "key", factor.KeyCiphertext);

    /// <summary>Whether a text is of the shape of a code, so that it may stand where a password may.</summary>
    internal static bool LooksLikeCode(string text) =>
        Plain(text) is { Length: Totp.Digits } digits ? digits.All(char.IsAsciiDigit)
        : text.Trim() is { Length: RecoveryLength + 3 } grouped && grouped.Count(c => c == '-') == 3;

    /// <summary>
    /// Spends a code of the app or a recovery code, inside the caller's write transaction. Statements that only change what is
    /// unspent decide, so that of two requests with one code one is refused.
    /// </summary>
    /// <returns>What was spent, or null for a code that is not one, not of this moment, or spent already.</returns>
    internal async Task<string?> SpendAsync(IntegrationsDbContext db, User user, string code, CancellationToken cancellationToken)
    {
        var plain = Plain(code);
        if (plain.Length == Totp.Digits)
        {
            var factor = await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.UserId == user.Id && f.ConfirmedAt != null, cancellationToken);
            return factor is not null && Open(user, factor) is { } key && Totp.Match(Base32.Decode(key), plain, clock.GetUtcNow()) is { } step
                && await db.SecondFactors.Where(f => f.UserId == user.Id && f.LastStep < step).ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, step), cancellationToken) == 1
                    ? "app"
                    : null;
        }

        if (plain.Length != RecoveryLength)
        {
            return null;
        }

        var (hash, now) = (Hash(plain), clock.GetUtcNow());
        return await db.RecoveryCodes.Where(c => c.UserId == user.Id && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken) == 1
                ? "recovery_code"
                : null;
    }

    /// <summary>Puts ten new recovery codes in place of all former ones, inside the caller's write transaction.</summary>
    internal static async Task<IReadOnlyList<Secret>> RenewAsync(IntegrationsDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, RecoveryCodeCount).Select(_ => Base32.Encode(RandomNumberGenerator.GetBytes(RecoveryBytes))).ToList();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { Id = Guid.NewGuid(), UserId = userId, Hash = Hash(code) }));
        return [.. codes.Select(code => new Secret(Grouped(code, '-')))];
    }

    /// <summary>Takes everything of a person's second factor away, inside the caller's write transaction.</summary>
    internal static async Task RemoveAsync(IntegrationsDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        await db.SecondFactors.Where(f => f.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }

    internal static string Grouped(string text, char between) => string.Join(between, text.Chunk(4).Select(group => new string(group)));

    private static string Plain(string code) =>
        code.Length > 64 ? "" : string.Concat(code.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();

    private static string Hash(string plain) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(plain)));
}
