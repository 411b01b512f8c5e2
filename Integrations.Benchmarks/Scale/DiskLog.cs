namespace Integrations.Benchmarks.Scale;

/// <summary>A database's write-ahead log: one sync at a time, which takes all commits along that came before it began.</summary>
internal sealed class DiskLog
{
    private List<Job> _waiting = [];
    private List<Job> _syncing = [];

    /// <summary>Time of syncs since the measuring began.</summary>
    public double Served { get; set; }

    public long Commits { get; set; }

    /// <returns>Whether a sync is to begin now.</returns>
    public bool Add(Job job)
    {
        _waiting.Add(job);
        return _syncing.Count == 0 && Begin();
    }

    /// <summary>The sync is over.</summary>
    /// <returns>Whose commits are on disk, and whether the next sync begins now.</returns>
    public (IReadOnlyList<Job> Done, bool Begins) End()
    {
        var done = _syncing;
        _syncing = [];
        return (done, _waiting.Count > 0 && Begin());
    }

    /// <summary>Those that are being written.</summary>
    public IReadOnlyList<Job> Syncing => _syncing;

    private bool Begin()
    {
        (_syncing, _waiting) = (_waiting, []);
        return true;
    }
}
