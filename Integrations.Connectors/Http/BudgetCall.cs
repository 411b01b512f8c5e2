namespace Integrations.Connectors.Http;

/// <summary>
/// One call's part in the vendor's budgets. What its first request takes is held ready before the call takes up anything else; each
/// further one (a retry, a repeat with a newer credential, a redirect) takes its own.
/// </summary>
/// <param name="share">The session's.</param>
/// <param name="buckets">Those of the share that the call counts for.</param>
internal sealed class BudgetCall(BudgetShare share, IReadOnlyList<BudgetBucket> buckets)
{
    /// <summary>
    /// What a call waits before its caller is asked to come again later: people wait no longer, and jobs have deadlines of their own,
    /// so a longer wait is theirs to plan.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly HttpRequestOptionsKey<BudgetCall> Key = new("integrations.budget");

    /// <summary>Where each bucket counted what is held; null when nothing is.</summary>
    private long[]? _held;
    private bool _hasSent;

    /// <summary>The call that a request is part of; null where the vendor has no budgets.</summary>
    public static BudgetCall? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var call) ? call : null;

    /// <summary>Makes a request part of this call.</summary>
    public void Ride(HttpRequestMessage request) => request.Options.Set(Key, this);

    /// <summary>Whether another request, sent after a wait, would find room soon: else the answer that there is stands.</summary>
    public bool HasRoomAfter(TimeSpan wait) => buckets.All(bucket => bucket.Look(share.IsJob) is not { } own || own <= wait + Patience);

    /// <summary>Takes what one request needs, and waits for it.</summary>
    /// <exception cref="BudgetSpentException">That would take too long.</exception>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        var started = share.Clock.GetTimestamp();
        for (var hasWaited = false; TryHold() is { } wait; hasWaited = true)
        {
            if (share.Clock.GetElapsedTime(started) + wait > Patience)
            {
                throw new BudgetSpentException(wait) { HasSent = _hasSent };
            }

            if (!hasWaited)
            {
                share.Waits();
            }

            await Task.Delay(wait, share.Clock, cancellationToken);
        }
    }

    /// <summary>A request goes out now: what is held for it is counted from here, since it may have waited for other things.</summary>
    /// <exception cref="BudgetSpentException">Nothing was held, and there is no room soon.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (!Renew())
        {
            await HoldAsync(cancellationToken);
        }

        (_held, _hasSent) = (null, true);
    }

    /// <summary>Corrects the budgets by an answer.</summary>
    public async ValueTask LearnAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // What another program asked for is handed on as it comes; its good answers are not looked into.
        var isRefused = !(request.IsPassedThrough() && response.IsSuccessStatusCode) && await share.Limits.RefusesForLimitAsync(response, cancellationToken);
        // Where connections have budgets of their own, one that asked too much says nothing of the others that share its client.
        var hasOwn = buckets.Any(bucket => !bucket.Budget.IsPerClient);
        foreach (var bucket in buckets)
        {
            bucket.Learn(response, isRefused && !(hasOwn && bucket.Budget.IsPerClient));
        }
    }

    /// <summary>Gives back what was held and never sent.</summary>
    public void Release()
    {
        if (_held is { } held)
        {
            GiveBack(held, held.Length);
            _held = null;
        }
    }

    /// <summary>Of all or of none; how long to wait otherwise.</summary>
    private TimeSpan? TryHold()
    {
        var held = new long[buckets.Count];
        for (var index = 0; index < buckets.Count; index++)
        {
            if (buckets[index].Take(share.IsJob, out held[index]) is { } wait)
            {
                GiveBack(held, index);
                return wait;
            }
        }

        _held = held;
        return null;
    }

    private bool Renew()
    {
        if (_held is not { } held)
        {
            return false;
        }

        var isCounted = true;
        for (var index = 0; index < held.Length; index++)
        {
            isCounted &= buckets[index].Renew(ref held[index]);
        }

        if (!isCounted)
        {
            // A short window has passed meanwhile: all is taken anew.
            Release();
        }

        return isCounted;
    }

    private void GiveBack(long[] held, int count)
    {
        for (var index = 0; index < count; index++)
        {
            buckets[index].GiveBack(held[index]);
        }
    }
}
