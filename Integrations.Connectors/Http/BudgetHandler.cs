namespace Integrations.Connectors.Http;

/// <summary>Waits until the vendor's budgets have room for a call, and fails with the time where that takes too long.</summary>
internal sealed class BudgetHandler(IReadOnlyList<BudgetBucket> buckets, bool isJob, TimeProvider clock, Action waits) : DelegatingHandler
{
    /// <summary>What a person waits before they are asked to try again later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Longer waits are the job's own to plan: it is put off until there is room.</summary>
    private static readonly TimeSpan JobsPatience = TimeSpan.FromSeconds(45);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await TakeAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        foreach (var bucket in buckets)
        {
            bucket.Learn(response);
        }

        return response;
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var hasWaited = false; TakeAll() is { } wait; hasWaited = true)
        {
            if (clock.GetElapsedTime(started) + wait > (isJob ? JobsPatience : Patience))
            {
                throw new BudgetSpentException(wait);
            }

            if (!hasWaited)
            {
                waits();
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    /// <summary>Of all or of none; the longest wait otherwise.</summary>
    private TimeSpan? TakeAll()
    {
        for (var index = 0; index < buckets.Count; index++)
        {
            if (buckets[index].Take(isJob) is { } wait)
            {
                foreach (var taken in buckets.Take(index))
                {
                    taken.GiveBack();
                }

                return wait;
            }
        }

        return null;
    }
}
