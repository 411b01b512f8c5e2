using System.Collections.Concurrent;

namespace Integrations.Core.Jobs;

/// <summary>
/// Lets callers that need the same work at the same time share one run of it. The work is not cancelled with its callers, and it is
/// over for later callers before its result is given out: a result is only ever given to callers that came while it was being made.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TaskCompletionSource<TResult>> _underWay = new();

    /// <summary>Runs that have not ended. They end well for this purpose when they fail: their callers learn why.</summary>
    public Task IdleAsync() => Task.WhenAll(_underWay.Values.Select(async run => await ((Task)run.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)));

    /// <summary>Joins the run that is under way, or begins one.</summary>
    /// <param name="key">What the work is about.</param>
    /// <param name="work">Called at most once for all callers of one run, on the thread pool.</param>
    /// <returns>The shared run, and whether this caller began it.</returns>
    public (Task<TResult> Run, bool IsFirst) Join(TKey key, Func<Task<TResult>> work)
    {
        // A value and not a factory: of two first callers' factories both may run, of two values one is kept.
        var mine = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var kept = _underWay.GetOrAdd(key, mine);
        if (!ReferenceEquals(kept, mine))
        {
            return (kept.Task, false);
        }

        _ = Task.Run(() => RunAsync(key, mine, work), CancellationToken.None);
        return (mine.Task, true);
    }

    private async Task RunAsync(TKey key, TaskCompletionSource<TResult> mine, Func<Task<TResult>> work)
    {
        try
        {
            var result = await work();
            Remove(key, mine);
            mine.SetResult(result);
        }
        catch (Exception exception)
        {
            Remove(key, mine);
            mine.SetException(exception);
            // Every caller may have left by now; the exception is theirs, and not an unobserved one.
            _ = mine.Task.Exception;
        }
    }

    private void Remove(TKey key, TaskCompletionSource<TResult> mine) =>
        _underWay.TryRemove(new KeyValuePair<TKey, TaskCompletionSource<TResult>>(key, mine));
}
