using System.Collections.Concurrent;

namespace Integrations.Core.Storage;

/// <summary>
/// Commits what many callers bring in shared transactions (RELIABILITY D2): anyone who comes while one is being written waits for
/// the next, and a caller goes on when its own is on disk. Nothing runs while nothing is to be written.
/// </summary>
/// <param name="write">Writes a group in one transaction, in the order it came.</param>
/// <param name="groupSize">Items in one group at most.</param>
/// <param name="isOfOne">Whether a failure may be the fault of one item: then each of the group is written alone, so that one that cannot be stored takes no other with it.</param>
/// <param name="patience">How long what no one waits for may lie until it is written, so that it is written with others, and not while those who brought it are answered; null for not at all.</param>
public sealed class GroupCommit<T>(Func<IReadOnlyList<T>, Task> write, int groupSize = 64, Func<Exception, bool>? isOfOne = null, Patience? patience = null)
    where T : class
{
    private readonly ConcurrentQueue<Waiting> _queue = new();
    private int _writing;
    private int _isPatient;

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
        if (patience is null || _queue.Count >= groupSize)
        {
            StartWriting();
        }
        else if (Interlocked.CompareExchange(ref _isPatient, 1, 0) == 0)
        {
            _ = WriteLaterAsync(patience);
        }
    }

    /// <summary>Returns when all that was brought before is written, or could not be.</summary>
    public Task WrittenAsync(CancellationToken cancellationToken) =>
        // In this order: who has emptied the queue holds the writing until what was in it is written.
        _queue.IsEmpty && Volatile.Read(ref _writing) == 0 ? Task.CompletedTask : WaitAsync(item: null, cancellationToken);

    private Task WaitAsync(T? item, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Enqueue(new Waiting(item, done));
        StartWriting();
        return done.Task.WaitAsync(cancellationToken);
    }

    private async Task WriteLaterAsync(Patience until)
    {
        // Not on the page's own thread that brought the item: it may be busy, and others' items lie here too.
        await Task.Delay(until.Time, until.Clock).ConfigureAwait(false);
        Volatile.Write(ref _isPatient, 0);
        StartWriting();
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
        try
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
        }
        finally
        {
            // A full fence: were the queue looked at before others can see this, what comes in between would wait for the next.
            Interlocked.Exchange(ref _writing, 0);
        }

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
