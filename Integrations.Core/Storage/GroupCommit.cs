using System.Collections.Concurrent;

namespace Integrations.Core.Storage;

/// <summary>
/// Commits what many callers bring in shared transactions (RELIABILITY D2): anyone who comes while one is being written waits for
/// the next, and a caller goes on when its own is on disk. Nothing runs while no one waits.
/// </summary>
/// <param name="write">Writes a group in one transaction, in the order it came.</param>
/// <param name="groupSize">Items in one group at most.</param>
/// <param name="isOfOne">Whether a failure may be the fault of one item: then each of the group is written alone, so that one that cannot be stored takes no other with it.</param>
public sealed class GroupCommit<T>(Func<IReadOnlyList<T>, Task> write, int groupSize = 64, Func<Exception, bool>? isOfOne = null)
    where T : class
{
    private readonly ConcurrentQueue<Waiting> _queue = new();
    private int _writing;

    /// <summary>Items written since the start.</summary>
    public long Items { get; private set; }

    /// <summary>Transactions that they took.</summary>
    public long Groups { get; private set; }

    /// <summary>Items that no group has taken yet.</summary>
    public int Backlog => _queue.Count;

    /// <summary>Returns when the item's group is committed, and throws what its write threw.</summary>
    /// <param name="item">What is to be written.</param>
    /// <param name="cancellationToken">Ends the wait; the item is written all the same.</param>
    public Task CommitAsync(T item, CancellationToken cancellationToken) => WaitAsync(item, cancellationToken);

    /// <summary>Brings an item that no one waits for; what its write threw is told to no one.</summary>
    public void Post(T item)
    {
        _queue.Enqueue(new Waiting(item, Done: null));
        StartWriting();
    }

    /// <summary>Returns when all that was brought before is written, or could not be.</summary>
    public Task WrittenAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _writing) == 0 && _queue.IsEmpty ? Task.CompletedTask : WaitAsync(item: null, cancellationToken);

    private Task WaitAsync(T? item, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Enqueue(new Waiting(item, done));
        StartWriting();
        return done.Task.WaitAsync(cancellationToken);
    }

    private void StartWriting()
    {
        if (Interlocked.CompareExchange(ref _writing, 1, 0) == 0)
        {
            _ = Task.Run(WriteAllAsync);
        }
    }

    private async Task WriteAllAsync()
    {
        var group = new List<Waiting>(groupSize);
        while (!_queue.IsEmpty)
        {
            while (group.Count < groupSize && _queue.TryDequeue(out var waiting))
            {
                group.Add(waiting);
            }

            await WriteAsync(group);
            group.Clear();
        }

        Volatile.Write(ref _writing, 0);
        if (!_queue.IsEmpty)
        {
            // Came between the last look and the end.
            StartWriting();
        }
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        List<T> items = [.. group.Select(waiting => waiting.Item).OfType<T>()];
        try
        {
            if (items.Count > 0)
            {
                await write(items);
                (Items, Groups) = (Items + items.Count, Groups + 1);
            }

            group.ForEach(waiting => waiting.Done?.TrySetResult());
        }
        catch (Exception exception) when (items.Count > 1 && isOfOne?.Invoke(exception) == true)
        {
            foreach (var waiting in group)
            {
                await WriteAsync([waiting]);
            }
        }
        catch (Exception exception)
        {
            group.ForEach(waiting => waiting.Fail(exception));
        }
    }

    /// <param name="Item">Null for a mark that only asks how far the writing is.</param>
    /// <param name="Done">Null where no one waits.</param>
    private sealed record Waiting(T? Item, TaskCompletionSource? Done)
    {
        /// <summary>A mark asks whether the writing is over, which it is.</summary>
        public void Fail(Exception exception)
        {
            if (Item is null)
            {
                Done?.TrySetResult();
            }
            else
            {
                Done?.TrySetException(exception);
            }
        }
    }
}
