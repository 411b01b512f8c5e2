using System.Diagnostics.Metrics;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Jobs;

/// <summary>
/// Work that stands in rows: claimed by one conditional update that counts the attempt before it is made, leased for a while, and
/// written back only by the claim that still holds it (RELIABILITY L1, L2). An exception is an outcome like any other: it is tried again on
/// the schedule and given up after the last attempt, and a row that costs three processes their life is given up too (L3).
/// </summary>
public abstract class LeasedWork<TRow>(
    IDbContextFactory<IntegrationsDbContext> contexts, WorkLimits limits, TimeSpan lease, IMeterFactory meters, TimeProvider clock, ILogger logger)
    : FairWork<Claimed<TRow>>(limits, clock, logger)
    where TRow : class, ILeased
{
    private const int MostLeaseLosses = 3;
    private const string Claim = nameof(ILeased.ClaimId);
    private const string Due = nameof(ILeased.DueAt);
    private const string Losses = nameof(ILeased.LeaseLosses);

    private readonly Counter<long> _lost = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.job.lease.lost");

    /// <summary>After how many attempts it is given up.</summary>
    protected virtual int MostAttempts => int.MaxValue;

    /// <summary>The column that counts attempts.</summary>
    protected virtual string AttemptsColumn => "Attempts";

    /// <summary>For work that reads or writes beside the claimed row; each context is the user's to dispose.</summary>
    protected IDbContextFactory<IntegrationsDbContext> Contexts => contexts;

    /// <summary>What is due, not tracked, of those who work (docs/security.md A9).</summary>
    protected abstract IQueryable<Candidate<TRow>> DueRows(IntegrationsDbContext db, DateTimeOffset now);

    /// <summary>The row by its key.</summary>
    protected abstract IQueryable<TRow> Self(IntegrationsDbContext db, TRow row);

    /// <summary>The row by its key, if it was not claimed or moved since it was read.</summary>
    protected virtual IQueryable<TRow> Unclaimed(IntegrationsDbContext db, TRow row, DateTimeOffset now)
    {
        var (claim, due) = (row.ClaimId, row.DueAt);
        return Self(db, row).Where(r => EF.Property<Guid?>(r, Claim) == claim && EF.Property<DateTimeOffset>(r, Due) == due);
    }

    /// <summary>What a claim changes beside claim, lease and counts.</summary>
    protected virtual void OnTaken(UpdateSettersBuilder<TRow> set)
    {
    }

    /// <summary>Failed, and is to be tried again: says when, by <see cref="FinishAsync"/>.</summary>
    protected abstract Task PutOffAsync(Claimed<TRow> item, Failure failure, CancellationToken cancellationToken);

    /// <summary>Failed for the last time: says so, by <see cref="FinishAsync"/>.</summary>
    protected abstract Task GiveUpAsync(Claimed<TRow> item, Failure failure, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override Task FailAsync(Claimed<TRow> item, Failure failure, CancellationToken cancellationToken) =>
        item.Attempt >= MostAttempts ? GiveUpAsync(item, failure, cancellationToken) : PutOffAsync(item, failure, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Guid>> ReadyAsync(IReadOnlyCollection<Guid> full, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await DueRows(db, Clock.GetUtcNow()).Where(c => !full.Contains(c.OrganizationId))
            .GroupBy(c => c.OrganizationId).Select(mine => new { Organization = mine.Key, Oldest = mine.Min(c => c.DueAt) })
            .OrderBy(o => o.Oldest).ThenBy(o => o.Organization).Take(most).Select(o => o.Organization).ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Claimed<TRow>>> FindAsync(Guid organization, int most, IReadOnlyCollection<Guid> busy, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await DueRows(db, Clock.GetUtcNow()).Where(c => c.OrganizationId == organization && !busy.Contains(c.Key))
            .OrderBy(c => c.DueAt).Take(most).ToListAsync(cancellationToken);
        return [.. found.Select(c => new Claimed<TRow>(c.Row, c.OrganizationId, c.Key, Guid.NewGuid(), c.Attempts + 1))];
    }

    /// <inheritdoc/>
    protected override Guid KeyOf(Claimed<TRow> item) => item.Key;

    /// <inheritdoc/>
    protected override async Task<Took> TakeAsync(Claimed<TRow> item, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var (claim, until, attempts) = (item.ClaimId, now + lease, AttemptsColumn);
        var losses = item.Row.ClaimId is null ? 0 : item.Row.LeaseLosses + 1;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await db.WriteAsync(
            ct => Unclaimed(db, item.Row, now).ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(r => EF.Property<Guid?>(r, Claim), claim).SetProperty(r => EF.Property<DateTimeOffset>(r, Due), until)
                        .SetProperty(r => EF.Property<int>(r, Losses), losses)
                        .SetProperty(r => EF.Property<int>(r, attempts), r => EF.Property<int>(r, attempts) + 1);
                    OnTaken(set);
                },
                ct),
            cancellationToken);
        if (taken == 0)
        {
            return Took.Lost;
        }

        if (losses > 0)
        {
            _lost.Add(1);
        }

        if (losses >= MostLeaseLosses || item.Attempt > MostAttempts)
        {
            await GiveUpAsync(item, WorkFailures.LeasesLost, cancellationToken);
            return Took.Done;
        }

        return Took.Run;
    }

    /// <summary>Due again at once, and the attempt that was cut off does not count.</summary>
    protected override Task ReleaseAsync(Claimed<TRow> item)
    {
        var (now, attempts) = (Clock.GetUtcNow(), AttemptsColumn);
        return FinishAsync(
            item,
            set => set.SetProperty(r => EF.Property<DateTimeOffset>(r, Due), now).SetProperty(r => EF.Property<int>(r, attempts), r => EF.Property<int>(r, attempts) - 1),
            CancellationToken.None);
    }

    /// <summary>Writes an outcome and ends the claim.</summary>
    /// <param name="item">Claimed.</param>
    /// <param name="outcome">What becomes of the row.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <param name="also">Written in the same transaction.</param>
    /// <returns>False, and nothing is written, when the claim was lost meanwhile (RELIABILITY L2).</returns>
    protected async Task<bool> FinishAsync(
        Claimed<TRow> item, Action<UpdateSettersBuilder<TRow>> outcome, CancellationToken cancellationToken, Func<IntegrationsDbContext, CancellationToken, Task>? also = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isMine = await db.WriteAsync(
            async ct =>
            {
                var written = await Mine(db, item).ExecuteUpdateAsync(
                    set =>
                    {
                        set.SetProperty(r => EF.Property<Guid?>(r, Claim), (Guid?)null).SetProperty(r => EF.Property<int>(r, Losses), 0);
                        outcome(set);
                    },
                    ct);
                if (written > 0 && also is not null)
                {
                    await also(db, ct);
                }

                return written > 0;
            },
            cancellationToken);
        CountLost(isMine);
        return isMine;
    }

    /// <summary>Ends the work by deleting its row.</summary>
    protected async Task RemoveAsync(Claimed<TRow> item, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        CountLost(await db.WriteAsync(ct => Mine(db, item).ExecuteDeleteAsync(ct), cancellationToken) > 0);
    }

    private IQueryable<TRow> Mine(IntegrationsDbContext db, Claimed<TRow> item)
    {
        Guid? claim = item.ClaimId;
        return Self(db, item.Row).Where(r => EF.Property<Guid?>(r, Claim) == claim);
    }

    private void CountLost(bool isMine)
    {
        if (!isMine)
        {
            _lost.Add(1);
        }
    }
}
