namespace Integrations.Benchmarks.Scale;

/// <summary>Processors with one queue before them: who comes first is served first.</summary>
internal sealed class Station(int processors)
{
    private readonly Queue<Job> _waiting = new();
    private int _busy;

    public int Processors => processors;

    /// <summary>Time that was served since the measuring began.</summary>
    public double Served { get; set; }

    /// <returns>False when it has to wait; then <see cref="Leave"/> gives it back in its turn.</returns>
    public bool TryEnter(Job job)
    {
        if (_busy < processors)
        {
            _busy++;
            return true;
        }

        _waiting.Enqueue(job);
        return false;
    }

    /// <summary>A processor is free.</summary>
    /// <returns>Who has it next.</returns>
    public Job? Leave()
    {
        if (_waiting.TryDequeue(out var next))
        {
            return next;
        }

        _busy--;
        return null;
    }
}
