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
    private readonly Queue<(long Part, int Count)> _sent = new();
    private int _capacity = budget.Requests;
    private int _taken;
    private DateTimeOffset _pausedUntil;

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

    /// <summary>Takes one request of it.</summary>
    /// <param name="isJob">Work that can wait.</param>
    /// <returns>Null when it was taken; else how long to wait before it is tried again.</returns>
    public TimeSpan? Take(bool isJob)
    {
        lock (_lock)
        {
            Forget();
            if (_pausedUntil - clock.GetUtcNow() is { } pause && pause > TimeSpan.Zero)
            {
                return pause;
            }

            var most = isJob ? _capacity - (_capacity / ReservedPart) : _capacity;
            if (_taken < most)
            {
                Count(1);
                return null;
            }

            return UntilFree(_taken - most + 1);
        }
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            Count(-1);
        }
    }

    /// <summary>Corrects it by an answer. What the vendor counts includes what other nodes, and other programs, asked.</summary>
    public void Learn(HttpResponseMessage response)
    {
        var told = BudgetHeaders.Read(budget, response, clock.GetUtcNow());
        lock (_lock)
        {
            Forget();
            _capacity = told.Limit ?? _capacity;
            var isRefused = (int)response.StatusCode == 429;
            if ((isRefused ? 0 : told.Remaining) is { } left && _capacity - _taken > left)
            {
                Count(_capacity - _taken - left);
            }

            if ((isRefused || told.Remaining == 0) && told.Until is { } until)
            {
                var latest = clock.GetUtcNow() + LongestPause;
                _pausedUntil = until > latest ? latest : until;
            }
        }
    }

    private void Count(int change)
    {
        var now = Now;
        _taken += change;
        _sent.Enqueue((now, change));
    }

    private void Forget()
    {
        var now = Now;
        while (_sent.TryPeek(out var oldest) && oldest.Part < now - Parts)
        {
            _taken -= oldest.Count;
            _sent.Dequeue();
        }
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
