using System.Security.Cryptography;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>
/// The keys of the audit chains. They stay the same when the key ring's keys rotate; where the key ring was lost, a new one is
/// made, and what the old ones linked can no longer be checked.
/// </summary>
/// <param name="contexts">Asked for at the first entry: contexts hold this, and are made by that.</param>
/// <param name="protection">Asked for at the first entry: anyone who only migrates has no key ring.</param>
public sealed class AuditKeys(Func<IDbContextFactory<IntegrationsDbContext>> contexts, Func<IDataProtectionProvider> protection) : IDisposable
{
    internal const string Kind = "audit";
    internal const string Field = "chain";
    private const int Length = 32;

    private readonly SemaphoreSlim _one = new(1, 1);
    private AuditKey? _current;

    /// <summary>The key for new links. Never inside a transaction: it may have to write a new one.</summary>
    internal ValueTask<AuditKey> CurrentAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _current) is { } current ? ValueTask.FromResult(current) : new ValueTask<AuditKey>(FindAsync(cancellationToken));

    /// <summary>All keys that the key ring can read.</summary>
    internal async Task<IReadOnlyDictionary<Guid, AuditKey>> AllAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var stored = await db.AuditKeys.AsNoTracking().ToListAsync(cancellationToken);
        var vault = new CredentialVault(protection());
        return stored.Select(key => Open(vault, key)).OfType<AuditKey>().ToDictionary(key => key.Id);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static AuditKey? Open(CredentialVault vault, StoredAuditKey stored) =>
        vault.Open(Kind, Guid.Empty, stored.Id, Field, stored.Ciphertext) is { } plain ? new AuditKey(stored.Id, Convert.FromBase64String(plain)) : null;

    private async Task<AuditKey> FindAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_current is null)
            {
                await using var db = await contexts().CreateDbContextAsync(cancellationToken);
                var readable = await AllAsync(db, cancellationToken);
                Volatile.Write(ref _current, readable.Count > 0 ? readable.Values.MaxBy(key => key.Id) : await MakeAsync(db, cancellationToken));
            }

            return _current!;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Two nodes that start at once may both make one; each entry names its own.</summary>
    private async Task<AuditKey> MakeAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var (id, bytes) = (Guid.CreateVersion7(), RandomNumberGenerator.GetBytes(Length));
        db.AuditKeys.Add(new StoredAuditKey { Id = id, Ciphertext = new CredentialVault(protection()).Protect(Kind, Guid.Empty, id, Field, Convert.ToBase64String(bytes)) });
        await db.SaveChangesAsync(cancellationToken);
        return new AuditKey(id, bytes);
    }
}
