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

    /// <summary>What is held of each bucket; null when nothing is.</summary>
    private Held[]? _held;
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
        for (var hasWaited = false; await TryHoldAsync(cancellationToken) is var (full, wait); hasWaited = true)
        {
            if (share.Clock.GetElapsedTime(started) + wait > Patience)
            {
                share.Figures.Spent(share.Provider, share.IsJob);
                throw new BudgetSpentException(wait) { HasSent = _hasSent };
            }

            if (!hasWaited)
            {
                share.Figures.Waits(share.Provider);
            }

            full.AddWaiting(share.IsJob, 1);
            try
            {
                await full.TellWaitingAsync(wait, cancellationToken);
                await Task.Delay(wait, share.Clock, cancellationToken);
            }
            finally
            {
                full.AddWaiting(share.IsJob, -1);
            }
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
        if (isRefused)
        {
            share.Figures.Refused(share.Provider, share.IsJob);
        }

        foreach (var bucket in buckets)
        {
            var lesson = bucket.Learn(response, isRefused && !(hasOwn && bucket.Budget.IsPerClient));
            if (bucket.Shared is { } shared)
            {
                // What the vendor answered is not lost because the caller's time ends meanwhile.
                await shared.LearnAsync(lesson, CancellationToken.None);
            }
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

    /// <summary>Of all or of none; otherwise which has no room, and how long to wait for it.</summary>
    private async ValueTask<(BudgetBucket Full, TimeSpan Wait)?> TryHoldAsync(CancellationToken cancellationToken)
    {
        var held = new Held[buckets.Count];
        var count = 0;
        try
        {
            foreach (var bucket in buckets)
            {
                if (bucket.Take(share.IsJob, out var part) is { } wait)
                {
                    return (bucket, wait);
                }

                held[count++] = new Held(part, default);
                if (bucket.Shared is { } shared)
                {
                    var take = await shared.TakeAsync(share.IsJob, cancellationToken);
                    held[count - 1] = new Held(part, take);
                    if (shared.IsShared)
                    {
                        bucket.Adopt(shared.Limit);
                    }

                    if (take.Wait is { } later)
                    {
                        return (bucket, later);
                    }
                }
            }

            _held = held;
            return null;
        }
        finally
        {
            if (_held != held)
            {
                GiveBack(held, count);
            }
        }
    }

    private bool Renew()
    {
        if (_held is not { } held)
        {
            return false;
        }

        var (isCounted, now) = (true, share.Clock.GetUtcNow());
        for (var index = 0; index < held.Length; index++)
        {
            var part = held[index].Part;
            // What all nodes count ends by the time that it was to be sent at the latest.
            isCounted &= buckets[index].Renew(ref part) && !(held[index].Shared.UseBy <= now);
            held[index] = held[index] with { Part = part };
        }

        if (!isCounted)
        {
            // A short window has passed meanwhile: all is taken anew.
            Release();
        }

        return isCounted;
    }

    private void GiveBack(Held[] held, int count)
    {
        for (var index = 0; index < count; index++)
        {
            buckets[index].GiveBack(held[index].Part);
            buckets[index].Shared?.GiveBack(held[index].Shared);
        }
    }

    /// <param name="Part">Where this node counted it.</param>
    /// <param name="Shared">What was leased for it.</param>
    private readonly record struct Held(long Part, SharedTake Shared);
}
