namespace Integrations.Benchmarks.Scale;

/// <summary>A cluster at work, event by event. Times are milliseconds; the same seed gives the same run.</summary>
internal sealed class Simulation
{
    private const double WarmUpShare = 0.1;

    private readonly Cluster _cluster;
    private readonly Draw _draw;
    private readonly Station[] _nodes;
    private readonly Station[] _databases;
    private readonly DiskLog[] _logs;
    private readonly PriorityQueue<Happening, double> _agenda = new();
    private readonly Dictionary<Work, (Times Waited, Times Answered)> _times = [];
    private double _now;
    private double _begin;
    private double _end;
    private bool _isClosed;

    public Simulation(Cluster cluster, Draw draw)
    {
        (_cluster, _draw) = (cluster, draw);
        _databases = [.. Enumerable.Range(0, cluster.Databases).Select(_ => new Station(cluster.DatabaseProcessors))];
        _nodes = [.. Enumerable.Range(0, cluster.Nodes).Select(node => cluster.IsOneMachine ? _databases[node / cluster.NodesOfDatabase] : new Station(cluster.NodeProcessors))];
        _logs = [.. Enumerable.Range(0, cluster.Databases).Select(_ => new DiskLog())];
    }

    /// <summary>Share of the time that processors of nodes were busy.</summary>
    public double WebBusy => Busy(_nodes);

    public double DatabaseBusy => Busy(_databases);

    /// <summary>Share of the time in which a sync was under way; commits that come meanwhile share the next.</summary>
    public double DiskBusy => _logs.Average(log => log.Served) / Measured;

    public double CommitsOfDatabase => _logs.Average(log => (double)log.Commits) / Measured * 1_000;

    private double Measured => _end - _begin;

    /// <summary>In queues, before the answer.</summary>
    public Times Waited(Work work) => _times[work].Waited;

    /// <summary>From its arrival to its answer.</summary>
    public Times Answered(Work work) => _times[work].Answered;

    public double PerSecond(Work work) => Answered(work).Count / Measured * 1_000;

    /// <summary>Work comes by itself, at random moments.</summary>
    public Simulation Open(IReadOnlyList<Arrivals> load, int jobs)
    {
        Prepare(load.Select(arrivals => arrivals.Work), jobs / load.Sum(arrivals => arrivals.PerSecond) * 1_000);
        foreach (var arrivals in load)
        {
            _agenda.Enqueue(new Happening(Arrivals: arrivals), _draw.Exponential(1_000 / arrivals.PerSecond));
        }

        return Run();
    }

    /// <summary>As a benchmark does: so many at once, each again as soon as it is over.</summary>
    public Simulation Closed(Work work, int clients, double milliseconds)
    {
        _isClosed = true;
        Prepare([work], milliseconds);
        for (var i = 0; i < clients; i++)
        {
            Start(work);
        }

        return Run();
    }

    private void Prepare(IEnumerable<Work> works, double milliseconds)
    {
        (_begin, _end) = (milliseconds * WarmUpShare, milliseconds * (1 + WarmUpShare));
        foreach (var work in works)
        {
            _times.TryAdd(work, (new Times(), new Times()));
        }
    }

    private Simulation Run()
    {
        while (_agenda.TryDequeue(out var happening, out var at) && at < _end)
        {
            _now = at;
            Happen(happening);
        }

        return this;
    }

    private void Happen(Happening happening)
    {
        if (happening.Arrivals is { } arrivals)
        {
            _agenda.Enqueue(happening, _now + _draw.Exponential(1_000 / arrivals.PerSecond));
            Start(arrivals.Work);
        }
        else if (happening.Log is { } log)
        {
            var (done, begins) = log.End();
            if (begins)
            {
                Sync(log);
            }

            foreach (var job in done)
            {
                GoOn(job);
            }
        }
        else
        {
            if (happening.Station?.Leave() is { } next)
            {
                next.Waited += _now - next.WaitsSince;
                Serve(next, happening.Station);
            }

            GoOn(happening.Job!);
        }
    }

    private void Start(Work work)
    {
        var database = _draw.Below(_databases.Length);
        var node = (database * _cluster.NodesOfDatabase) + _draw.Below(_cluster.NodesOfDatabase);
        GoOn(new Job(work, _nodes[node], _databases[database], _logs[database]) { Started = _now });
    }

    /// <summary>Takes steps until one takes time.</summary>
    private void GoOn(Job job)
    {
        while (job.Next < job.Work.Steps.Count)
        {
            var step = job.Work.Steps[job.Next];
            switch (step.Stage)
            {
                case Stage.Web or Stage.Database:
                    Enter(job, step.Stage == Stage.Web ? job.Node : job.Database);
                    return;
                case Stage.Commit:
                    job.Next++;
                    Commit(job);
                    return;
                case Stage.Pause or Stage.Vendor:
                    job.Next++;
                    _agenda.Enqueue(new Happening(job), _now + (step.Stage == Stage.Pause ? _draw.Time(step.Ms) : step.Ms));
                    return;
                default:
                    job.Next++;
                    Answer(job);
                    break;
            }
        }

        if (_isClosed)
        {
            Start(job.Work);
        }
    }

    private void Enter(Job job, Station station)
    {
        job.WaitsSince = _now;
        if (station.TryEnter(job))
        {
            Serve(job, station);
        }
    }

    private void Serve(Job job, Station station)
    {
        var time = _draw.Time(job.Work.Steps[job.Next++].Ms);
        station.Served += Counted(time);
        _agenda.Enqueue(new Happening(job, station), _now + time);
    }

    private void Commit(Job job)
    {
        (job.WaitsSince, job.Log.Commits) = (_now, job.Log.Commits + (_now >= _begin ? 1 : 0));
        if (job.Log.Add(job))
        {
            Sync(job.Log);
        }
    }

    private void Sync(DiskLog log)
    {
        foreach (var job in log.Syncing)
        {
            job.Waited += _now - job.WaitsSince;
        }

        var time = _draw.Time(_cluster.DiskSyncMs);
        log.Served += Counted(time);
        _agenda.Enqueue(new Happening(Log: log), _now + time);
    }

    private void Answer(Job job)
    {
        if (job.Started >= _begin)
        {
            _times[job.Work].Waited.Add(job.Waited);
            _times[job.Work].Answered.Add(_now - job.Started);
        }
    }

    /// <summary>What of a time from now falls into the measuring.</summary>
    private double Counted(double time) => Math.Max(0, Math.Min(_now + time, _end) - Math.Max(_now, _begin));

    private double Busy(Station[] stations) => stations.Sum(station => station.Served) / Measured / stations.Sum(station => station.Processors);
}
