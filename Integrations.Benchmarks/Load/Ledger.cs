namespace Integrations.Benchmarks.Load;

/// <summary>What was sent and what became of it. A run whose ledger does not balance is void: its figures say nothing.</summary>
internal sealed class Ledger
{
    private long _sent;
    private long _succeeded;
    private long _failed;

    public long Sent => _sent;

    public long Succeeded => _succeeded;

    public long Failed => _failed;

    /// <summary>Still on their way when the run ended.</summary>
    public long Pending { get; set; }

    public void Send() => Interlocked.Increment(ref _sent);

    public void End(bool success) => Interlocked.Increment(ref success ? ref _succeeded : ref _failed);

    /// <exception cref="VoidRunException">The run is void.</exception>
    public void MustBalance(string run)
    {
        if (Sent != Succeeded + Failed + Pending || Failed > 0)
        {
            throw new VoidRunException($"{run}: {Sent} sent, {Succeeded} succeeded, {Failed} failed, {Pending} pending.");
        }
    }
}
