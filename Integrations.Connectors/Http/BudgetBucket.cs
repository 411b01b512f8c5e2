namespace Integrations.Connectors.Http;

/// <summary>
/// What is left of one budget: never more than its requests in any window, wherever the vendor begins to count, corrected by what the
/// vendor's answers say. A quarter is kept for people: jobs wait while no more than that is left.
/// </summary>
internal sealed class BudgetBucket(VendorBudget budget, TimeProvider clock)
{
    private const int ReservedPart = 4;

    /// <summary>A window is counted in so many parts; what was sent in one part is free again when no window holds both.</summary>
    private const int Parts = 10;

    /// <summary>A vendor that says more is not believed: nothing may wait for ever.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly TimeSpan _part = budget.Window / Parts;

    /// <summary>One entry a part, the oldest first, so there are few however much is sent.</summary>
    private readonly List<(long Part, int Count)> _sent = [];
    private int _capacity = budget.Requests;
    private int _taken;
    private DateTimeOffset _pausedUntil;

    public VendorBudget Budget => budget;

    private long Now => (long)(clock.GetElapsedTime(_start) / _part);

    /// <summary>Nothing was taken of it lately, so that forgetting it changes nothing.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _taken == 0 && _pausedUntil <= clock.GetUtcNow();
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

    /// <summary>How long to wait before there is room for one; null when there is. Nothing is taken.</summary>
    public TimeSpan? Look(bool isJob)
    {
        lock (_lock)
        {
            return Wait(isJob);
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
    public void Learn(HttpResponseMessage response, bool isRefused)
    {
        var now = clock.GetUtcNow();
        var told = BudgetHeaders.Read(budget, response, now);
        lock (_lock)
        {
            Forget();
            _capacity = told.Limit ?? _capacity;
            // A refusal beside a budget with room is another's, and only its Retry-After is for all.
            var isSpent = told.Remaining is { } remaining ? remaining == 0 : isRefused;
            if ((isSpent ? told.Until : isRefused ? told.RetryAt : null) is { } until && until > now)
            {
                // It says itself when there is room again, which may be long before a whole window has passed.
                var latest = now + LongestPause;
                _pausedUntil = until > latest ? latest : until;
            }
            else if ((isSpent ? 0 : told.Remaining) is { } left && _capacity - _taken > left)
            {
                Count(_capacity - _taken - left);
            }
        }
    }

    private TimeSpan? Wait(bool isJob)
    {
        Forget();
        if (_pausedUntil - clock.GetUtcNow() is { } pause && pause > TimeSpan.Zero)
        {
            return pause;
        }

        var most = isJob ? _capacity - (_capacity / ReservedPart) : _capacity;
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
