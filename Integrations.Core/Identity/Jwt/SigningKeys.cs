using System.Security.Cryptography;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Identity.Jwt;

/// <summary>
/// The P-256 keys that sign access tokens (SECURITY S9). The first one is made when it is needed; each signs for
/// <see cref="AccessOptions.SigningKeyLifetime"/> and then verifies for as long as its last token can live.
/// </summary>
public sealed partial class SigningKeys(
    IDbContextFactory<IntegrationsDbContext> contexts, IDataProtectionProvider protection, IOptions<AccessOptions> options, TimeProvider clock, ILogger<SigningKeys> logger) : IDisposable
{
    private static readonly TimeSpan Reload = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Overlap = AccessTokenFormat.MaxLifetime + (2 * AccessTokenFormat.Skew);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Loaded _loaded = new([], DateTimeOffset.MinValue);

    /// <summary>The public keys that verify now, as a JWK set has them (RFC 7517); no private member exists in the type.</summary>
    public async Task<IReadOnlyList<PublicJwk>> PublicSetAsync(CancellationToken cancellationToken)
    {
        var loaded = await WithSigningKeyAsync(cancellationToken);
        return [.. loaded.Keys.Select(key => PublicJwk.From(key.Id, key.Public))];
    }

    /// <summary>Puts a new key to work. The present one verifies on until its last token has expired.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        await AddAsync(retireOthers: true, cancellationToken);
        await LoadAsync(force: true, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    internal async Task<ECParameters?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        // Another node may have made the key a moment ago; who invents key ids gets one look in five seconds, not one each.
        var known = _loaded.Find(keyId);
        return known ?? (await FreshAsync(cancellationToken)).Find(keyId);
    }

    internal async Task<string> SignAsync(AccessTokenFormat format, AccessTokenClaims claims, CancellationToken cancellationToken)
    {
        var key = (await WithSigningKeyAsync(cancellationToken)).Signing(clock.GetUtcNow())
            ?? throw new CryptographicException("A signing key was made and cannot be read back; the Data Protection key ring is not usable.");

        using var signer = ECDsa.Create(key.Private!.Value);
        return format.Write(claims, key.Id, signer);
    }

    private async Task<Loaded> WithSigningKeyAsync(CancellationToken cancellationToken)
    {
        var loaded = await FreshAsync(cancellationToken);
        if (loaded.Signing(clock.GetUtcNow()) is not null)
        {
            return loaded;
        }

        await AddAsync(retireOthers: false, cancellationToken);
        return await LoadAsync(force: true, cancellationToken);
    }

    private Task<Loaded> FreshAsync(CancellationToken cancellationToken) =>
        clock.GetUtcNow() - _loaded.At < Reload ? Task.FromResult(_loaded) : LoadAsync(force: false, cancellationToken);

    private async Task<Loaded> LoadAsync(bool force, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (!force && now - _loaded.At < Reload)
            {
                return _loaded;
            }

            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var verifying = now - Overlap;
            var rows = await db.SigningKeys.AsNoTracking().Where(k => k.RetiresAt > verifying).OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Id).ToListAsync(cancellationToken);
            return _loaded = new Loaded([.. rows.Select(Open)], now);
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task AddAsync(bool retireOthers, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = Guid.CreateVersion7(now).ToString("N");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                if (retireOthers)
                {
                    await db.SigningKeys.Where(k => k.RetiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(k => k.RetiresAt, now), ct);
                }

                var forgotten = now - (2 * Overlap);
                await db.SigningKeys.Where(k => k.RetiresAt < forgotten).ExecuteDeleteAsync(ct);
                db.SigningKeys.Add(new SigningKey
                {
                    Id = id,
                    PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
                    PrivateCiphertext = Protector(id).Protect(Convert.ToBase64String(key.ExportPkcs8PrivateKey())),
                    CreatedAt = now,
                    RetiresAt = now + options.Value.SigningKeyLifetime,
                });
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        LogCreated(logger, id);
    }

    private OpenKey Open(SigningKey row)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(row.PublicKey), out _);
        return new OpenKey(row.Id, key.ExportParameters(includePrivateParameters: false), OpenPrivate(row), row.RetiresAt);
    }

    private ECParameters? OpenPrivate(SigningKey row)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(Protector(row.Id).Unprotect(row.PrivateCiphertext)), out _);
            return key.ExportParameters(includePrivateParameters: true);
        }
        catch (CryptographicException lost)
        {
            // Its public part still verifies; a new key will sign (SECURITY T4).
            LogUnreadable(logger, row.Id, lost.Message);
            return null;
        }
    }

    internal static IDataProtector ProtectorOf(IDataProtectionProvider protection, string keyId) => protection.CreateProtector("Integrations.SigningKey", keyId);

    private IDataProtector Protector(string keyId) => ProtectorOf(protection, keyId);

    [LoggerMessage(4101, LogLevel.Information, "Signing key {KeyId} now signs access tokens")]
    private static partial void LogCreated(ILogger logger, string keyId);

    [LoggerMessage(4102, LogLevel.Warning, "The private part of signing key {KeyId} cannot be decrypted, another key will sign: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string keyId, string reason);

    private sealed record Loaded(IReadOnlyList<OpenKey> Keys, DateTimeOffset At)
    {
        public ECParameters? Find(string keyId) => Keys.FirstOrDefault(key => key.Id == keyId)?.Public;

        public OpenKey? Signing(DateTimeOffset now) => Keys.FirstOrDefault(key => key.Private is not null && key.RetiresAt > now);
    }

    [HoldsSecret]
    private sealed class OpenKey(string id, ECParameters publicPart, ECParameters? privatePart, DateTimeOffset retiresAt)
    {
        public string Id => id;

        public ECParameters Public => publicPart;

        public ECParameters? Private => privatePart;

        public DateTimeOffset RetiresAt => retiresAt;

        public override string ToString() => "***";
    }
}
