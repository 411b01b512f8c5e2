using System.Data.Common;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>
/// The one model, on two databases. One context lives for one operation; make it with
/// <see cref="IDbContextFactory{TContext}"/>. Endpoints and pages never see it (SECURITY A1). It names no entity: each feature
/// maps its own, and opens its tables by an extension of this class.
/// </summary>
/// <param name="options">The driver and what it needs.</param>
/// <param name="gate">Who writes when.</param>
/// <param name="chain">Links the entries of a transaction before it commits.</param>
/// <param name="clock">Gives changed rows their time.</param>
public abstract class IntegrationsDbContext(DbContextOptions options, WriteLock gate, IEntryChain chain, TimeProvider clock)
    : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>Saved by the transaction that is open, and linked into their chains when it commits.</summary>
    private readonly List<IChainedEntry> _chained = [];
    private bool _hasEvents;

    /// <summary>What is different on the database that this context is of.</summary>
    public abstract IDatabaseDialect Dialect { get; }

    /// <summary>The key ring of Data Protection, whose keys are encrypted with the master key (SECURITY T2).</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Runs statements and saves in one write transaction, at its turn. Nothing but the database may be awaited inside
    /// (RELIABILITY D3).
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // Before the turn: the first one may have to write a key of its own.
        await chain.PrepareAsync(cancellationToken);
        using var turn = await gate.EnterAsync(cancellationToken);
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        _chained.Clear();
        _hasEvents = false;
        // What fails inside ends the whole transaction, so there is nothing to go back to; each would cost two questions to the database.
        Database.AutoSavepointsEnabled = false;
        gate.MarkWriting();
        var result = await work(cancellationToken);
        await LinkChainedAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        TellEvents();
        return result;
    }

    /// <summary>For statements that make deliveries due without an event: when the transaction is committed, the dispatcher looks at once.</summary>
    internal void WakeDispatcherAtCommit() => _hasEvents = true;

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is null && ChangeTracker.Entries<IChainedEntry>().Any(e => e.State == EntityState.Added))
        {
            return await WriteAsync(ct => SaveChangesAsync(acceptAllChangesOnSuccess, ct), cancellationToken);
        }

        BeforeSaving();
        if (Database.CurrentTransaction is not null)
        {
            return await SaveWithoutChainedAsync(acceptAllChangesOnSuccess, cancellationToken);
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

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IntegrationsDbContext).Assembly);
        foreach (var versioned in modelBuilder.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)).ToList())
        {
            modelBuilder.Entity(versioned.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
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

    /// <summary>Chained entries wait for the end of the transaction: the head of their chain is what every writer waits for.</summary>
    private async Task<int> SaveWithoutChainedAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var chained = ChangeTracker.Entries<IChainedEntry>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
        chained.ForEach(entry => Entry(entry).State = EntityState.Detached);
        try
        {
            var saved = await SaveAsync(acceptAllChangesOnSuccess, cancellationToken);
            _chained.AddRange(chained);
            return saved + chained.Count;
        }
        catch
        {
            // A caller that resolves what was refused outside a transaction saves again.
            AddRange(chained);
            throw;
        }
    }

    private async Task LinkChainedAsync(CancellationToken cancellationToken)
    {
        if (_chained.Count > 0)
        {
            await chain.LinkAsync(this, _chained, SaveChainedAsync, cancellationToken);
            _chained.Clear();
        }
    }

    private async Task SaveChainedAsync(CancellationToken cancellationToken)
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        try
        {
            // Changes that the work made and did not save must not be flushed here.
            ChangeTracker.AutoDetectChangesEnabled = false;
            AddRange(_chained);
            await SaveAsync(true, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
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

            _hasEvents |= entry is { Entity: ISignalsAtCommit, State: EntityState.Added };
            (entry.Entity as IIndexed)?.Index();
        }
    }
}
