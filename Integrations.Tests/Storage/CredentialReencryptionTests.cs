using System.Collections.Concurrent;
using Integrations.Core.Diagnostics;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Jobs;
using Integrations.Core.Migration;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Storage;

/// <summary>A rotation of the key ring's keys, from its beginning to the day on which the old key goes.</summary>
public sealed class CredentialReencryptionTests : IAsyncLifetime
{
    private readonly HubApp _hub = new();
    private CredentialReencryption _job = null!;
    private CredentialVault _vault = null!;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        (_job, _vault) = (_hub.Services.GetRequiredService<CredentialReencryption>(), _hub.Services.GetRequiredService<CredentialVault>());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("T3")]
    public async Task EveryRow_IsProtectedAgainUnderLoad_NoReadFails_NoChangeIsLost_ThenTheOldKeyCanGo()
    {
        var count = ProofSize.Of(500, 10_000);
        var ids = await AddAsync(count);
        var keys = _hub.Services.GetRequiredService<IKeyManager>();
        var old = keys.GetAllKeys().Select(k => k.KeyId).ToList();
        await using var db = await ContextAsync();
        Assert.Equal(0, await _job.CountAsync(db, default));
        keys.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        // The ring is read again beside the first calls that find it changed.
        await Eventually.ValueAsync(() => _job.CountAsync(db, default), older => older >= count);

        using var done = new CancellationTokenSource();
        var (failed, read) = (0, 0);
        var changed = new ConcurrentDictionary<Guid, string>();
        var readers = Enumerable.Range(0, 4).Select(seed => Task.Run(async () =>
        {
            for (var random = new Random(seed); !done.IsCancellationRequested;)
            {
                if (await ReadAsync(ids[random.Next(count)]) is null)
                {
                    Interlocked.Increment(ref failed);
                }

                Interlocked.Increment(ref read);
            }
        })).ToList();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < count && !done.IsCancellationRequested; i += 7)
            {
                await ChangeAsync(ids[i], changed[ids[i]] = $"changed-{i}");
            }
        });
        await Eventually.ValueAsync(() => Task.FromResult(Volatile.Read(ref read)), reads => reads > 0);
        await _job.RunOnceAsync(default);
        await done.CancelAsync();
        await Task.WhenAll(readers.Append(writer));

        Assert.Equal(0, failed);
        Assert.True(read > 0);
        Assert.Equal(0, await _job.CountAsync(db, default));
        old.ForEach(key => keys.RevokeKey(key, "rotated"));
        foreach (var id in ids)
        {
            Assert.Equal(changed.GetValueOrDefault(id, "as-it-was"), (await ReadAsync(id))!["token"]);
        }
    }

    [Fact, Proves("T3")]
    public async Task WhatCannotBeRead_IsLeftAsItIs_AndTheDoctorTellsIt()
    {
        var ids = await AddAsync(3);
        await using var db = await ContextAsync();
        await db.LegacyCredentials.Where(c => c.Id == ids[1]).ExecuteUpdateAsync(set => set.SetProperty(c => c.Ciphertext, "of-another-ring"));

        await _job.RunOnceAsync(default);

        Assert.Equal("of-another-ring", await db.LegacyCredentials.Where(c => c.Id == ids[1]).Select(c => c.Ciphertext).SingleAsync());
        Assert.Equal(1, await _job.CountAsync(db, default));
        var findings = await _hub.Services.GetRequiredService<Doctor>().ExamineAsync(new(null, null, Integrations.Core.Permissions.Role.SuperAdmin), default);
        var told = findings.Value.Single(f => f.Check == "Rotation of keys");
        Assert.Equal(FindingSeverity.Warning, told.Severity);
        Assert.StartsWith("1 secrets", told.Message, StringComparison.Ordinal);
    }

    [Fact, Proves("T3")]
    public async Task OnPostgres_EveryColumnIsRead_AndProtectedAgain()
    {
        await using var hub = new HubApp().OnPostgres();
        await hub.InitializeAsync();
        using var client = hub.Anonymous();
        // Makes the first signing key; the start made the key of the audit chain.
        await hub.TokenForAsync("admin@acme.test");
        var job = hub.Services.GetRequiredService<CredentialReencryption>();
        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        hub.Services.GetRequiredService<IKeyManager>().CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        Assert.True(await Eventually.ValueAsync(() => job.CountAsync(db, default), older => older > 0) > 0);

        await job.RunOnceAsync(default);

        Assert.Equal(0, await job.CountAsync(db, default));
    }

    [Fact, Proves("T3")]
    public void EveryColumnOfCiphertext_IsProtectedAgain_OrEndsByItself()
    {
        // An OAuth flow lives for ten minutes, an answer that may be asked for again for a day.
        string[] endBySelf = ["OAuthState.VerifierCiphertext", "IdempotencyRecord.BodyCiphertext"];
        using var db = _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContext();

        var stored = db.Model.GetEntityTypes().SelectMany(t => t.GetProperties().Where(p => p.Name.EndsWith("Ciphertext", StringComparison.Ordinal)).Select(p => $"{t.ClrType.Name}.{p.Name}"));

        Assert.Equal(stored.Except(endBySelf).Order(StringComparer.Ordinal), _job.Columns.Order(StringComparer.Ordinal));
    }

    private Task<IntegrationsDbContext> ContextAsync() => _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

    private async Task<List<Guid>> AddAsync(int count)
    {
        await using var db = await ContextAsync();
        var user = await db.Users.FirstAsync(u => u.OrganizationId != null);
        var rows = Enumerable.Range(0, count).Select(i =>
        {
            var id = Guid.CreateVersion7();
            return new LegacyCredential { Id = id, OrganizationId = user.OrganizationId!.Value, UserId = user.Id, ProviderKey = $"older-{i}", Ciphertext = Protect(user.OrganizationId.Value, id, "as-it-was"), CreatedAt = DateTimeOffset.UtcNow };
        }).ToList();
        db.LegacyCredentials.AddRange(rows);
        await db.SaveChangesAsync();
        return rows.ConvertAll(r => r.Id);
    }

    private string Protect(Guid organization, Guid id, string token) => LegacyVault.Protect(_vault, organization, id, new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token });

    private async Task<Dictionary<string, string>?> ReadAsync(Guid id)
    {
        await using var db = await ContextAsync();
        return LegacyVault.Open(_vault, await db.LegacyCredentials.AsNoTracking().SingleAsync(c => c.Id == id));
    }

    private async Task ChangeAsync(Guid id, string token)
    {
        await using var db = await ContextAsync();
        var row = await db.LegacyCredentials.SingleAsync(c => c.Id == id);
        row.Ciphertext = Protect(row.OrganizationId, id, token);
        await db.SaveChangesAsync();
    }
}
