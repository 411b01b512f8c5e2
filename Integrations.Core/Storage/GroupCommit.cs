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
{
    private readonly ConcurrentQueue<Waiting> _queue = new();
    private int _writing;
    private Task _writer = Task.CompletedTask;

    /// <summary>Items written since the start.</summary>
    public long Items { get; private set; }

    /// <summary>Transactions that they took.</summary>
    public long Groups { get; private set; }

    /// <summary>Returns when the item's group is committed, and throws what its write threw.</summary>
    /// <param name="item">What is to be written.</param>
    /// <param name="cancellationToken">Ends the wait; the item is written all the same.</param>
    public Task CommitAsync(T item, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(item, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Enqueue(waiting);
        StartWriting();
        return waiting.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>At the stop, when no one brings anything any more: returns when all that was brought is written.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => Volatile.Read(ref _writer).WaitAsync(cancellationToken);

    private void StartWriting()
    {
        if (Interlocked.CompareExchange(ref _writing, 1, 0) == 0)
        {
            Volatile.Write(ref _writer, Task.Run(WriteAllAsync));
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
        try
        {
            await write([.. group.Select(waiting => waiting.Item)]);
            (Items, Groups) = (Items + group.Count, Groups + 1);
            group.ForEach(waiting => waiting.Done.TrySetResult());
        }
        catch (Exception exception) when (group.Count > 1 && isOfOne?.Invoke(exception) == true)
        {
            foreach (var waiting in group)
            {
                await WriteAsync([waiting]);
            }
        }
        catch (Exception exception)
        {
            group.ForEach(waiting => waiting.Done.TrySetException(exception));
        }
    }

    private sealed record Waiting(T Item, TaskCompletionSource Done);
}
