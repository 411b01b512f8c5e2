using Integrations.Core.Access;
using Integrations.Core.Access.Jwt;
using Integrations.Core.Access.SecondFactors;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Channels;
using Integrations.Core.Connections;
using Integrations.Core.Jobs;
using Integrations.Core.Migration;
using Integrations.Core.Webhooks;
using Integrations.Core.Webhooks.Inbound;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>
/// Protects every stored secret again that an older key of the ring protects, and tells what is left, so that a rotation comes to
/// its end and the old key can go (SECURITY T3). What lives for a day at most, such as sign-ins under way, is left to end by itself.
/// </summary>
public sealed partial class Reprotection(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, IDataProtectionProvider protection, TimeProvider clock, ILogger<Reprotection> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>What a protected text begins with: a constant and the key's id, 20 bytes, of which 26 characters of base64url hold all but four bits.</summary>
    private const int MarkLength = 26;

    private readonly Column[] _columns =
    [
        new Column<Connection, Guid>(nameof(Connection.Id), nameof(Connection.Ciphertext),
            db => db.Connections.Select(c => new Row<Guid> { Id = c.Id, OrganizationId = c.OrganizationId, Ciphertext = c.Ciphertext }),
            row => vault.Renew("connection", row.OrganizationId, row.Id, "credential", row.Ciphertext!)),
        new Column<Revocation, Guid>(nameof(Revocation.Id), nameof(Revocation.Ciphertext),
            db => db.Revocations.Select(r => new Row<Guid> { Id = r.Id, OrganizationId = r.OrganizationId, Ciphertext = r.Ciphertext }),
            row => vault.Renew("revocation", row.OrganizationId, row.Id, "credential", row.Ciphertext!)),
        new Column<WebhookEndpoint, Guid>(nameof(WebhookEndpoint.Id), nameof(WebhookEndpoint.SecretCiphertext),
            db => db.WebhookEndpoints.Select(e => new Row<Guid> { Id = e.Id, OrganizationId = e.OrganizationId, Ciphertext = e.SecretCiphertext }),
            row => vault.Renew("webhook", row.OrganizationId, row.Id, "secret", row.Ciphertext!)),
        new Column<WebhookEndpoint, Guid>(nameof(WebhookEndpoint.Id), nameof(WebhookEndpoint.FormerSecretsCiphertext),
            db => db.WebhookEndpoints.Select(e => new Row<Guid> { Id = e.Id, OrganizationId = e.OrganizationId, Ciphertext = e.FormerSecretsCiphertext }),
            row => vault.Renew("webhook", row.OrganizationId, row.Id, "former", row.Ciphertext!)),
        new Column<WebhookEndpoint, Guid>(nameof(WebhookEndpoint.Id), nameof(WebhookEndpoint.HeadersCiphertext),
            db => db.WebhookEndpoints.Select(e => new Row<Guid> { Id = e.Id, OrganizationId = e.OrganizationId, Ciphertext = e.HeadersCiphertext }),
            row => vault.Renew("webhook", row.OrganizationId, row.Id, "headers", row.Ciphertext!)),
        new Column<InboundAddress, Guid>(nameof(InboundAddress.Id), nameof(InboundAddress.Ciphertext),
            db => db.InboundAddresses.Select(a => new Row<Guid> { Id = a.Id, OrganizationId = a.OrganizationId, Ciphertext = a.Ciphertext }),
            row => vault.Renew("inbound", row.OrganizationId, row.Id, "current", row.Ciphertext!)),
        new Column<InboundAddress, Guid>(nameof(InboundAddress.Id), nameof(InboundAddress.FormerCiphertext),
            db => db.InboundAddresses.Select(a => new Row<Guid> { Id = a.Id, OrganizationId = a.OrganizationId, Ciphertext = a.FormerCiphertext }),
            row => vault.Renew("inbound", row.OrganizationId, row.Id, "former", row.Ciphertext!)),
        new Column<EventChannel, Guid>(nameof(EventChannel.Id), nameof(EventChannel.Ciphertext),
            db => db.Channels.Select(c => new Row<Guid> { Id = c.Id, OrganizationId = c.OrganizationId, Ciphertext = c.Ciphertext }),
            row => vault.Renew("channel", row.OrganizationId, row.Id, "token", row.Ciphertext!)),
        new Column<Provider, Guid>(nameof(Provider.Id), nameof(Provider.OAuthClientSecretCiphertext),
            db => db.Providers.Select(p => new Row<Guid> { Id = p.Id, Ciphertext = p.OAuthClientSecretCiphertext }),
            row => vault.Renew("provider", Guid.Empty, row.Id, "client_secret", row.Ciphertext!)),
        new Column<SecondFactor, Guid>(nameof(SecondFactor.UserId), nameof(SecondFactor.KeyCiphertext),
            db => db.SecondFactors.Select(f => new Row<Guid>
            {
                Id = f.UserId,
                OrganizationId = db.Users.Where(u => u.Id == f.UserId).Select(u => u.OrganizationId).FirstOrDefault() ?? Guid.Empty,
                Ciphertext = f.KeyCiphertext,
            }),
            row => vault.Renew("second_factor", row.OrganizationId, row.Id, "key", row.Ciphertext!)),
        new Column<LegacyCredential, Guid>(nameof(LegacyCredential.Id), nameof(LegacyCredential.Ciphertext),
            db => db.LegacyCredentials.Select(c => new Row<Guid> { Id = c.Id, OrganizationId = c.OrganizationId, Ciphertext = c.Ciphertext }),
            row => vault.Renew(LegacyVault.Kind, row.OrganizationId, row.Id, LegacyVault.Field, row.Ciphertext!)),
        new Column<StoredAuditKey, Guid>(nameof(StoredAuditKey.Id), nameof(StoredAuditKey.Ciphertext),
            db => db.AuditKeys.Select(k => new Row<Guid> { Id = k.Id, Ciphertext = k.Ciphertext }),
            row => vault.Renew(AuditKeys.Kind, Guid.Empty, row.Id, AuditKeys.Field, row.Ciphertext!)),
        new Column<SigningKey, string>(nameof(SigningKey.Id), nameof(SigningKey.PrivateCiphertext),
            db => db.SigningKeys.Select(k => new Row<string> { Id = k.Id, Ciphertext = k.PrivateCiphertext }),
            row => Renew(SigningKeys.ProtectorOf(protection, row.Id), row.Ciphertext!)),
    ];

    /// <summary>What it looks after, as entity and property.</summary>
    internal IEnumerable<string> Columns => _columns.Select(column => column.Name);

    protected override TimeSpan Period => TimeSpan.FromHours(1);

    /// <summary>Protects again all that it can read.</summary>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (mark, renewed) = (Mark(), 0);
        foreach (var column in _columns)
        {
            renewed += await column.RenewAsync(db, mark, cancellationToken);
        }

        if (renewed > 0)
        {
            LogRenewed(Logger, renewed);
        }

        if (await CountAsync(db, mark, cancellationToken) is var left and > 0)
        {
            LogLeft(Logger, left);
        }

        // All that could be done was done; what is left waits for the next round.
        return 0;
    }

    /// <summary>How many secrets an older key protects.</summary>
    public Task<int> CountAsync(IntegrationsDbContext db, CancellationToken cancellationToken) => CountAsync(db, Mark(), cancellationToken);

    private async Task<int> CountAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var column in _columns)
        {
            left += await column.CountAsync(db, mark, cancellationToken);
        }

        return left;
    }

    private string Mark() => protection.CreateProtector("Integrations.Mark").Protect("")[..MarkLength];

    private static string? Renew(IDataProtector protector, string ciphertext)
    {
        try
        {
            return protector.Protect(protector.Unprotect(ciphertext));
        }
        catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return null;
        }
    }

    [LoggerMessage(3130, LogLevel.Information, "{Count} stored secrets are protected with the key ring's newest key now")]
    private static partial void LogRenewed(ILogger logger, int count);

    [LoggerMessage(3131, LogLevel.Warning, "{Count} stored secrets are still protected by an older key and could not be read; the old keys cannot go")]
    private static partial void LogLeft(ILogger logger, int count);

    private sealed class Row<TKey>
    {
        public required TKey Id { get; init; }

        /// <summary>Left out where a row belongs to none: PostgreSQL would give a literal back as text.</summary>
        public Guid OrganizationId { get; init; }

        public required string? Ciphertext { get; init; }
    }

    private abstract class Column
    {
        public abstract string Name { get; }

        public abstract Task<int> RenewAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken);

        public abstract Task<int> CountAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken);
    }

    private sealed class Column<TEntity, TKey>(string key, string column, Func<IntegrationsDbContext, IQueryable<Row<TKey>>> rows, Func<Row<TKey>, string?> renew) : Column
        where TEntity : class
        where TKey : notnull
    {
        /// <summary>Few, so that nobody who wants to write waits long.</summary>
        private const int BatchSize = 50;

        /// <summary>A ring that lost its keys: no use in trying them all every hour.</summary>
        private const int MostUnreadable = 200;

        public override string Name => $"{typeof(TEntity).Name}.{column}";

        public override async Task<int> RenewAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken)
        {
            var (unreadable, renewed) = (new List<TKey>(), 0);
            while (unreadable.Count < MostUnreadable)
            {
                var batch = await Older(db, mark).Where(row => !unreadable.Contains(row.Id)).OrderBy(row => row.Id).Take(BatchSize).ToListAsync(cancellationToken);
                if (batch.Count == 0)
                {
                    break;
                }

                // The vault may have to write a key of its own: not inside the transaction.
                var fresh = batch.ConvertAll(row => (Row: row, Ciphertext: renew(row)));
                unreadable.AddRange(fresh.Where(f => f.Ciphertext is null).Select(f => f.Row.Id));
                renewed += await db.WriteAsync(
                    async ct =>
                    {
                        var written = 0;
                        foreach (var (row, ciphertext) in fresh.Where(f => f.Ciphertext is not null))
                        {
                            // Compared with what was read: who changed it meanwhile has used the newest key.
                            written += await db.Set<TEntity>().Where(e => EF.Property<TKey>(e, key)!.Equals(row.Id) && EF.Property<string?>(e, column) == row.Ciphertext)
                                .ExecuteUpdateAsync(set => set.SetProperty(e => EF.Property<string?>(e, column), ciphertext), ct);
                        }

                        return written;
                    },
                    cancellationToken);
            }

            return renewed;
        }

        public override Task<int> CountAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken) => Older(db, mark).CountAsync(cancellationToken);

        private IQueryable<Row<TKey>> Older(IntegrationsDbContext db, string mark) => rows(db).Where(row => row.Ciphertext != null && !row.Ciphertext.StartsWith(mark));
    }
}
