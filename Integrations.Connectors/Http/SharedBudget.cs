using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>
/// This node's part in a budget that all nodes spend together: a few requests at a time, to be sent soon. What was leased for jobs people may
/// use too, and not the other way round, so that the people's quarter is theirs whichever node they come to.
/// </summary>
/// <param name="key">By which all nodes know it.</param>
/// <param name="budget">As the provider's file says it.</param>
/// <param name="leases">Where it is spent.</param>
/// <param name="clock">The node's.</param>
internal sealed class SharedBudget(string key, VendorBudget budget, IBudgetLeases leases, TimeProvider clock)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestUse = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly TimeSpan _part = budget.Window / BudgetClaim.Parts;
    private readonly LeasedPermits _people = new(UseBy(budget));
    private readonly LeasedPermits _jobs = new(UseBy(budget));
    private BudgetState? _state;
    private DateTimeOffset _toldWaitingAt;

    private SemaphoreSlim PeoplesTurn { get; } = new(1, 1);

    private SemaphoreSlim JobsTurn { get; } = new(1, 1);

    /// <summary>Requests in a window, as any node learned.</summary>
    public int Limit => _state?.Limit ?? budget.Requests;

    /// <summary>Nodes spend it together now; false before the first request and while the database is away.</summary>
    public bool IsShared => _state is not null;

    /// <summary>What a read of it says to <see cref="IBudgetLeases"/>.</summary>
    public BudgetClaim Claim => new(key, _part, clock.GetUtcNow());

    /// <summary>Takes one request.</summary>
    public async ValueTask<SharedTake> TakeAsync(bool isJob, CancellationToken cancellationToken)
    {
        if (TryTake(isJob, clock.GetUtcNow()) is { } held)
        {
            return held;
        }

        // One asks; the others of its kind wait for what it brings. People do not stand behind jobs.
        var turn = isJob ? JobsTurn : PeoplesTurn;
        await turn.WaitAsync(cancellationToken);
        try
        {
            return TryTake(isJob, clock.GetUtcNow()) ?? await LeaseAsync(isJob);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>How long there can be no room, as far as this node knows; null when there may be.</summary>
    public TimeSpan? Look(bool isJob)
    {
        lock (_lock)
        {
            var (permits, now) = (isJob ? _jobs : _people, clock.GetUtcNow());
            return permits.IsRefused(now) ? permits.RefusedUntil - now : null;
        }
    }

    /// <summary>Gives back what was taken and not sent.</summary>
    public void GiveBack(SharedTake take)
    {
        if (take.UseBy is { } useBy)
        {
            lock (_lock)
            {
                (take.IsJobs ? _jobs : _people).GiveBack(useBy);
            }
        }
    }

    /// <summary>Says to all nodes what an answer told, where they do not know it.</summary>
    public async ValueTask LearnAsync(BudgetLesson lesson, CancellationToken cancellationToken)
    {
        var claim = Claim;
        var limit = lesson.Limit ?? Limit;
        var most = lesson.Left is { } left ? limit - left : 0;
        var isBehind = lesson.Left is not null && (_state?.TakenAt(claim.At) ?? 0) < most;
        if (!isBehind && lesson.SpentUntil is null && (lesson.Limit is null || limit == Limit))
        {
            return;
        }

        // What others sent is counted as if it had been leased just now.
        _state = await leases.ExchangeAsync(claim with { Want = isBehind ? limit : 0, Most = most, Limit = lesson.Limit, SpentUntil = lesson.SpentUntil }, cancellationToken);
        if (lesson.SpentUntil is { } until)
        {
            lock (_lock)
            {
                _people.Refuse(claim.At, until);
                _jobs.Refuse(claim.At, until);
            }
        }
    }

    /// <summary>Says to other nodes how many calls wait here, once a second at most.</summary>
    public async ValueTask TellWaitingAsync(int people, int jobs, TimeSpan wait, CancellationToken cancellationToken)
    {
        var claim = Claim;
        lock (_lock)
        {
            if (!IsShared || (claim.At >= _toldWaitingAt && claim.At < _toldWaitingAt + TellEvery))
            {
                return;
            }

            _toldWaitingAt = claim.At;
        }

        await leases.TellWaitingAsync(claim, people, jobs, claim.At + wait, cancellationToken);
    }

    /// <summary>What is left, as this node learned last; null while nothing is shared.</summary>
    public BudgetLevel? Level(DateTimeOffset now) => _state?.Level(budget.Requests, now);

    /// <summary>Requests are sent soon after they were leased: within a part of the window, and not long even in a long one.</summary>
    private static TimeSpan UseBy(VendorBudget budget)
    {
        var part = budget.Window / BudgetClaim.Parts;
        return part < LongestUse ? part : LongestUse;
    }

    private SharedTake? TryTake(bool isJob, DateTimeOffset now)
    {
        lock (_lock)
        {
            // A person takes what is there; a person's refusal counts only when jobs' requests are used up as well.
            var (permits, isJobs) = (isJob ? _jobs : _people, isJob);
            var taken = permits.TryTake(now);
            if (!isJob && taken != true && _jobs.TryTake(now) == true)
            {
                (permits, isJobs, taken) = (_jobs, true, true);
            }

            return taken switch
            {
                true => new SharedTake(null, permits.UseBy, isJobs),
                false => new SharedTake(permits.RefusedUntil - now, null, isJobs),
                _ => null,
            };
        }
    }

    /// <summary>
    /// Asks for a lease. It is for all calls of this node: the caller who happens to ask does not end it when it goes away, or what the database
    /// gave would be counted and sent by none. How long it may take, <see cref="IBudgetLeases"/> says.
    /// </summary>
    private async Task<SharedTake> LeaseAsync(bool isJob)
    {
        var permits = isJob ? _jobs : _people;
        while (true)
        {
            var (claim, limit) = (Claim, Limit);
            var most = BudgetBucket.MostOf(limit, isJob);
            lock (_lock)
            {
                // What has lapsed goes back, or in a long window each burst would cost more than it sent.
                claim = claim with { Want = permits.NextSize(claim.At, limit), Most = most, UseBy = claim.At + UseBy(budget), Unused = permits.Left, UnusedBy = permits.UseBy };
                permits.Receive(0, claim.At, claim.At);
            }

            var state = await leases.ExchangeAsync(claim, CancellationToken.None);
            _state = state;
            if (state is null)
            {
                return default;
            }

            if (state.Granted == 0 ? limit < Limit : limit > Limit && state.TakenAt(claim.At) > BudgetBucket.MostOf(Limit, isJob))
            {
                // Another node learned that the account may have more; or less, and then what was given beyond it goes back.
                lock (_lock)
                {
                    permits.Receive(state.Granted, claim.At, claim.At);
                }

                continue;
            }

            lock (_lock)
            {
                permits.Receive(state.Granted, claim.At, state.RoomAt(most, claim.At));
                var now = clock.GetUtcNow();
                if (state.Granted > 0 && permits.IsRefused(now))
                {
                    // The vendor refused another call meanwhile.
                    return new SharedTake(permits.RefusedUntil - now, null, isJob);
                }

                return TryTake(isJob, claim.At) ?? new SharedTake(_part, null, isJob);
            }
        }
    }
}
