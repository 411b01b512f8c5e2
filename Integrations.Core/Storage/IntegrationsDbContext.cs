using System.Data.Common;
using Integrations.Core.Access;
using Integrations.Core.Access.SecondFactors;
using Integrations.Core.Activity;
using Integrations.Core.Batches;
using Integrations.Core.Catalog;
using Integrations.Core.Channels;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Embeds;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Migration;
using Integrations.Core.Organizations;
using Integrations.Core.Setup;
using Integrations.Core.Sync;
using Integrations.Core.Templates;
using Integrations.Core.Webhooks;
using Integrations.Core.Webhooks.Inbound;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>
/// The one model, on two databases. One context lives for one operation; make it with
/// <see cref="IDbContextFactory{TContext}"/>. Endpoints and pages never see it (SECURITY A1).
/// </summary>
public abstract class IntegrationsDbContext(DbContextOptions options, WriteGate gate, AuditKeys auditKeys, TimeProvider clock)
    : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>Saved by the transaction that is open, and linked into their chains when it commits.</summary>
    private readonly List<AuditEntry> _audited = [];
    private bool _hasEvents;

    /// <summary>What is different on the database that this context is of.</summary>
    public abstract IDatabaseDialect Dialect { get; }

    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Provider> Providers => Set<Provider>();

    public DbSet<IntegrationInstance> Instances => Set<IntegrationInstance>();

    public DbSet<IntegrationTemplate> Templates => Set<IntegrationTemplate>();

    public DbSet<IntegrationBatch> Batches => Set<IntegrationBatch>();

    public DbSet<BatchItem> BatchItems => Set<BatchItem>();

    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<Revocation> Revocations => Set<Revocation>();

    public DbSet<OAuthState> OAuthStates => Set<OAuthState>();

    public DbSet<SyncState> SyncStates => Set<SyncState>();

    public DbSet<EntityLink> Links => Set<EntityLink>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<ActivityEntry> Activities => Set<ActivityEntry>();

    public DbSet<UsageHour> UsageHours => Set<UsageHour>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    public DbSet<StoredAuditKey> AuditKeys => Set<StoredAuditKey>();

    public DbSet<OutboxEvent> OutboxEvents => Set<OutboxEvent>();

    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();

    public DbSet<InboundAddress> InboundAddresses => Set<InboundAddress>();

    public DbSet<InboundEvent> InboundEvents => Set<InboundEvent>();

    public DbSet<EventChannel> Channels => Set<EventChannel>();

    public DbSet<LegacyCredential> LegacyCredentials => Set<LegacyCredential>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<WidgetLink> WidgetLinks => Set<WidgetLink>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<RateLease> RateLeases => Set<RateLease>();

    public DbSet<SetupLink> SetupLinks => Set<SetupLink>();

    public DbSet<ChecklistMark> ChecklistMarks => Set<ChecklistMark>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Runs statements and saves in one write transaction, at its turn. Nothing but the database may be awaited inside
    /// (RELIABILITY D3).
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // Before the turn: the first one may have to write a key of its own.
        var key = await auditKeys.CurrentAsync(cancellationToken);
        using var turn = await gate.EnterAsync(cancellationToken);
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        _audited.Clear();
        _hasEvents = false;
        gate.MarkWriting();
        var result = await work(cancellationToken);
        await LinkAuditedAsync(key, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        TellEvents();
        return result;
    }

    /// <summary>For statements that make deliveries due without an event: when the transaction is committed, the dispatcher looks at once.</summary>
    internal void WakeDispatcherAtCommit() => _hasEvents = true;

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is null && ChangeTracker.Entries<AuditEntry>().Any(e => e.State == EntityState.Added))
        {
            return await WriteAsync(ct => SaveChangesAsync(acceptAllChangesOnSuccess, ct), cancellationToken);
        }

        BeforeSaving();
        if (Database.CurrentTransaction is not null)
        {
            return await SaveWithoutAuditAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        using var turn = await gate.EnterAsync(cancellationToken);
        var saved = await SaveAsync(acceptAllChangesOnSuccess, cancellationToken);
        TellEvents();
        return saved;
    }

    /// <summary>For Data Protection only, whose interface is synchronous: it adds a key to the ring every few weeks.</summary>
    /// <exception cref="NotSupportedException">Anything else is to be saved: a blocked thread should not wait for its turn to write.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => ChangeTracker.Entries().All(entry => entry.Entity is DataProtectionKey)
        ? Task.Run(() => SaveChangesAsync(acceptAllChangesOnSuccess)).GetAwaiter().GetResult()
        : throw new NotSupportedException("Use SaveChangesAsync: a blocked thread should not wait for its turn to write.");

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(IntegrationsDbContext).Assembly);
        foreach (var versioned in builder.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)).ToList())
        {
            builder.Entity(versioned.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
        }
    }

    /// <exception cref="UniqueViolationException">What is saved is there already; each driver says that in its own way.</exception>
    private async Task<int> SaveAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (DbUpdateException refused) when (refused.InnerException is DbException inner && Dialect.Errors.IsUniqueViolation(inner))
        {
            throw new UniqueViolationException(refused);
        }
    }

    /// <summary>Audit entries wait for the end of the transaction: their chain's head is what everybody waits for.</summary>
    private async Task<int> SaveWithoutAuditAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var audited = ChangeTracker.Entries<AuditEntry>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
        audited.ForEach(entry => Entry(entry).State = EntityState.Detached);
        try
        {
            var saved = await SaveAsync(acceptAllChangesOnSuccess, cancellationToken);
            _audited.AddRange(audited);
            return saved + audited.Count;
        }
        catch
        {
            // Whoever mends what was refused saves again.
            AuditEntries.AddRange(audited);
            throw;
        }
    }

    private async Task LinkAuditedAsync(AuditKey key, CancellationToken cancellationToken)
    {
        if (_audited.Count == 0)
        {
            return;
        }

        var heads = await AuditChain.LinkAsync(this, key, _audited, cancellationToken);
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        try
        {
            // What the work changed and did not save is not ours to save.
            ChangeTracker.AutoDetectChangesEnabled = false;
            AuditEntries.AddRange(_audited);
            await SaveAsync(true, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }

        await AuditChain.MoveAsync(this, heads, cancellationToken);
        _audited.Clear();
    }

    private void TellEvents()
    {
        if (_hasEvents)
        {
            _hasEvents = false;
            gate.TellEventsCommitted();
        }
    }

    private void BeforeSaving()
    {
        foreach (var entry in ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            if (entry.Entity is IVersioned versioned)
            {
                versioned.Version++;
                versioned.UpdatedAt = clock.GetUtcNow();
            }

            switch (entry.Entity)
            {
                case OutboxEvent:
                    _hasEvents |= entry.State == EntityState.Added;
                    break;
                case IntegrationInstance instance:
                    instance.Index();
                    break;
                case Connection connection:
                    connection.Index();
                    break;
                case IntegrationTemplate template:
                    template.Index();
                    break;
            }
        }
    }
}
