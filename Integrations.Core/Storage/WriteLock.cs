using System.Diagnostics.Metrics;
using Integrations.Primitives;

namespace Integrations.Core.Storage;

/// <summary>
/// SQLite has one writer. All our write transactions pass here one after the other, without blocking a thread
/// (RELIABILITY D2); on PostgreSQL the gate is open.
/// </summary>
public sealed class WriteLock : IWriteWatch, IDisposable
{
    private readonly SemaphoreSlim? _turn;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _wait;
    private readonly AsyncLocal<bool> _isWriting = new();
    private long _turns;

    /// <summary>A gate for one database.</summary>
    /// <param name="oneWriter">Writers go one by one (SQLite); false leaves the gate open.</param>
    /// <param name="clock">Measures how long writers waited.</param>
    /// <param name="meters">Get <c>integrations.db.write_gate.wait</c>, in seconds.</param>
    public WriteLock(bool oneWriter, TimeProvider clock, IMeterFactory meters)
    {
        _turn = oneWriter ? new SemaphoreSlim(1, 1) : null;
        _clock = clock;
        _wait = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.db.write_gate.wait", "s");
    }

    /// <summary>Raised after a commit that has something for webhooks in it: wakes this process's dispatcher, and is passed on to other nodes (RELIABILITY M2).</summary>
    public event Action? EventsCommitted;

    /// <summary>Whether this code runs inside a write transaction, on either database: nothing but the database may be awaited there (RELIABILITY D3).</summary>
    public bool IsWriting => _isWriting.Value;

    /// <summary>How often something was written since the start.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>Waits for the turn; dispose what it gives to pass it on.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        if (_turn is not null)
        {
            var started = _clock.GetTimestamp();
            await _turn.WaitAsync(cancellationToken);
            _wait.Record(_clock.GetElapsedTime(started).TotalSeconds);
        }

        Interlocked.Increment(ref _turns);
        return new Turn(_turn);
    }

    /// <summary>Said at the beginning of a transaction, in the method that runs it: what it calls sees it, its own caller does not.</summary>
    internal void MarkWriting() => _isWriting.Value = true;

    internal void TellEventsCommitted() => EventsCommitted?.Invoke();

    /// <inheritdoc/>
    public void Dispose() => _turn?.Dispose();

    /// <summary>A writer's turn; disposing it lets the next one in.</summary>
    /// <param name="Gate">Null where writers need not wait.</param>
    public readonly record struct Turn(SemaphoreSlim? Gate) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Gate?.Release();
    }
}
