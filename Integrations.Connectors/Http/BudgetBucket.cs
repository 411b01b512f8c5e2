namespace Integrations.Connectors.Http;

/// <summary>
/// What is left of one budget: never more than its requests in any window, wherever the vendor begins to count, corrected by what the
/// vendor's answers say. A quarter is kept for people: jobs wait while no more than that is left.
/// </summary>
/// <param name="budget">As the provider's file says it.</param>
/// <param name="clock">Of the hub.</param>
/// <param name="shared">What all nodes spend together, beside what this node counts for itself; null for a node alone.</param>
internal sealed class BudgetBucket(VendorBudget budget, TimeProvider clock, SharedBudget? shared = null)
{
    private const int ReservedPart = 4;

    /// <summary>A window is counted in so many parts; what was sent in one part is free again when no window holds both.</summary>
    private const int Parts = BudgetClaim.Parts;

    private readonly Lock _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly TimeSpan _part = budget.Window / Parts;

    /// <summary>One entry a part, the oldest first, so there are few however much is sent.</summary>
    private readonly List<(long Part, int Count)> _sent = [];
    private int _capacity = budget.Requests;
    private int _taken;
    private int _peopleWaiting;
    private int _jobsWaiting;
    private DateTimeOffset _pausedAt;
    private DateTimeOffset _pausedUntil;

    public VendorBudget Budget => budget;

    public SharedBudget? Shared => shared;

    private long Now => (long)(clock.GetElapsedTime(_start) / _part);

    /// <summary>Nothing was taken of it lately, so that forgetting it changes nothing.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _taken == 0 && _peopleWaiting + _jobsWaiting == 0 && _pausedUntil <= clock.GetUtcNow();
            }
        }
    }

    /// <summary>How many parts of a window are kept: for tests of what it costs.</summary>
    internal int Kept
    {
        get
        {
            lock (_lock)
            {
                return _sent.Count;
            }
        }
    }

    /// <summary>Takes one request of it.</summary>
    /// <param name="isJob">Work that can wait.</param>
    /// <returns>Null when it was taken; else how long to wait before it is tried again.</returns>
    public TimeSpan? Take(bool isJob) => Take(isJob, out _);

    /// <summary>Takes one request of it.</summary>
    /// <param name="isJob">Work that can wait.</param>
    /// <param name="part">Where it was counted: with that it is given back. Below zero when nothing was taken.</param>
    /// <returns>Null when it was taken; else how long to wait before it is tried again.</returns>
    public TimeSpan? Take(bool isJob, out long part)
    {
        lock (_lock)
        {
            var wait = Wait(isJob);
            part = wait is null ? Count(1) : -1;
            return wait;
        }
    }

    /// <summary>What may be taken by work of this kind.</summary>
    public static int MostOf(int requests, bool isJob) => isJob ? requests - (requests / ReservedPart) : requests;

    /// <summary>How long to wait before there is room for one; null when there is. Nothing is taken.</summary>
    public TimeSpan? Look(bool isJob)
    {
        var others = shared?.Look(isJob);
        lock (_lock)
        {
            return Wait(isJob) is { } own && !(others > own) ? own : others;
        }
    }

    /// <summary>Calls that wait for room.</summary>
    public int Waiting(bool isJob) => Volatile.Read(ref isJob ? ref _jobsWaiting : ref _peopleWaiting);

    /// <summary>A call begins to wait for room (1), or waits no longer (-1).</summary>
    public void AddWaiting(bool isJob, int change) => Interlocked.Add(ref isJob ? ref _jobsWaiting : ref _peopleWaiting, change);

    /// <summary>Other nodes' pages say who waits here, too.</summary>
    public ValueTask TellWaitingAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        shared?.TellWaitingAsync(Waiting(isJob: false), Waiting(isJob: true), wait, cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>What is left, of all nodes together where that is known.</summary>
    public BudgetLevel Level(DateTimeOffset now)
    {
        if (shared?.Level(now) is { } ofAll)
        {
            return ofAll;
        }

        lock (_lock)
        {
            Forget();
            return BudgetLevel.Of(_capacity, _taken, _taken > 0 ? now + (((_sent[^1].Part + Parts + 1) * _part) - clock.GetElapsedTime(_start)) : null, _pausedUntil, now);
        }
    }

    /// <summary>Gives back what was taken and not used, where it was counted: elsewhere it would free room that there is not.</summary>
    public void GiveBack(long part)
    {
        lock (_lock)
        {
            Forget();
            Uncount(part);
        }
    }

    /// <summary>Counts what was taken as of now, when it is really sent.</summary>
    /// <param name="part">Where it was counted, and is from here on; below zero when it no longer is.</param>
    /// <returns>False when it was too long ago, and is no longer counted at all.</returns>
    public bool Renew(ref long part)
    {
        lock (_lock)
        {
            Forget();
            if (!Uncount(part))
            {
                part = -1;
                return false;
            }

            part = Count(1);
            return true;
        }
    }

    /// <summary>Corrects it by an answer. What the vendor counts includes what other nodes, and other programs, asked.</summary>
    /// <param name="response">Of the vendor.</param>
    /// <param name="isRefused">It says that a limit is used up. Which one, its headers say, where there are such.</param>
    /// <returns>What it said, for other nodes.</returns>
    public BudgetLesson Learn(HttpResponseMessage response, bool isRefused)
    {
        var now = clock.GetUtcNow();
        var lesson = BudgetLesson.Of(budget, response, isRefused, now);
        lock (_lock)
        {
            Forget();
            _capacity = lesson.Limit ?? _capacity;
            (_pausedAt, _pausedUntil) = lesson.SpentUntil is { } until ? (now, until) : (_pausedAt, _pausedUntil);
            // Where nodes count together, what others sent is counted there, when they sent it.
            if (shared is not { IsShared: true } && lesson.Left is { } left && _capacity - _taken > left)
            {
                Count(_capacity - _taken - left);
            }
        }

        return lesson;
    }

    /// <summary>Another node learned how many requests there are in a window.</summary>
    public void Adopt(int limit)
    {
        lock (_lock)
        {
            _capacity = limit;
        }
    }

    private TimeSpan? Wait(bool isJob)
    {
        Forget();
        var now = clock.GetUtcNow();
        // A clock that was set back would make the pause longer by the step: the vendor is asked instead.
        if (now >= _pausedAt && _pausedUntil > now)
        {
            return _pausedUntil - now;
        }

        var most = MostOf(_capacity, isJob);
        return _taken < most ? null : UntilFree(_taken - most + 1);
    }

    /// <summary>Where it was counted.</summary>
    private long Count(int change)
    {
        var now = Now;
        _taken += change;
        if (_sent is [.., var last] && last.Part == now)
        {
            _sent[^1] = (now, last.Count + change);
        }
        else
        {
            _sent.Add((now, change));
        }

        return now;
    }

    private bool Uncount(long part)
    {
        var index = _sent.FindIndex(one => one.Part == part && one.Count > 0);
        if (index < 0)
        {
            return false;
        }

        _taken--;
        _sent[index] = (part, _sent[index].Count - 1);
        return true;
    }

    private void Forget()
    {
        var oldest = Now - Parts;
        var gone = 0;
        for (; gone < _sent.Count && _sent[gone].Part < oldest; gone++)
        {
            _taken -= _sent[gone].Count;
        }

        _sent.RemoveRange(0, gone);
    }

    /// <summary>When so many of what was sent are free again.</summary>
    private TimeSpan UntilFree(int wanted)
    {
        foreach (var (part, count) in _sent)
        {
            wanted -= count;
            if (wanted <= 0)
            {
                var wait = ((part + Parts + 1) * _part) - clock.GetElapsedTime(_start);
                return wait > TimeSpan.Zero ? wait : _part;
            }
        }

        return _part;
    }
}
