using System.Diagnostics.Metrics;

namespace Integrations.Core.Storage;

/// <summary>
/// SQLite has one writer. All our write transactions pass here one after the other, without blocking a thread
/// (RELIABILITY D2); on PostgreSQL the gate is open.
/// </summary>
public sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim? _turn;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _wait;

    public WriteGate(bool oneWriter, TimeProvider clock, IMeterFactory meters)
    {
        _turn = oneWriter ? new SemaphoreSlim(1, 1) : null;
        _clock = clock;
        _wait = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.db.write_gate.wait", "s");
    }

    /// <summary>Waits for the turn; dispose what it gives to pass it on.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        if (_turn is not null)
        {
            var started = _clock.GetTimestamp();
            await _turn.WaitAsync(cancellationToken);
            _wait.Record(_clock.GetElapsedTime(started).TotalSeconds);
        }

        return new Turn(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    public readonly record struct Turn(SemaphoreSlim? Gate) : IDisposable
    {
        public void Dispose() => Gate?.Release();
    }
}
