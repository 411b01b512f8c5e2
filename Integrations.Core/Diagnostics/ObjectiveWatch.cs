using System.Diagnostics.Metrics;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Diagnostics;

/// <summary>
/// Counts, minute by minute and for a day, what this process did and how much of it went wrong, by listening to the hub's own
/// instruments; tells in the log when an objective is missed. What is overdue is the database's, and so the same on every node.
/// </summary>
public sealed partial class ObjectiveWatch : BackgroundLoop
{
    /// <summary>A delivery that is tried later than this after its due time counts against the objective.</summary>
    public static readonly TimeSpan LatestDelivery = TimeSpan.FromSeconds(30);

    /// <summary>An API request that takes longer, without vendors' time, counts against the objective.</summary>
    public static readonly TimeSpan SlowestRequest = TimeSpan.FromMilliseconds(250);
    private const int MinutesKept = 24 * 60;
    private static readonly Objective[] All = Enum.GetValues<Objective>();

    private readonly QueueWatch _queue;
    private readonly IMeterFactory _meters;
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Minute[] _minutes = [.. Enumerable.Range(0, MinutesKept).Select(_ => new Minute())];
    private readonly Dictionary<Objective, ObjectiveState> _told = All.ToDictionary(o => o, _ => ObjectiveState.Kept);

    /// <summary>Listens to the hub's instruments from here on; what happened before is not counted.</summary>
    public ObjectiveWatch(QueueWatch queue, IMeterFactory meters, TimeProvider clock, ILogger<ObjectiveWatch> logger)
        : base(clock, logger)
    {
        (_queue, _meters) = (queue, meters);
        meters.Create(Telemetry.Name).CreateObservableGauge("integrations.objective.burn", Measure, "1", "1 uses up exactly what the objective allows in its window");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _meters) && instrument.Name is "integrations.webhook.dispatch.delay" or "integrations.token.refresh.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(Hear);
        _listener.Start();
    }

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    /// <summary>An API request ended.</summary>
    /// <param name="own">Its time without vendors'.</param>
    /// <param name="status">As it was answered.</param>
    public void RequestEnded(TimeSpan own, int status)
    {
        Count(Objective.Speed, own > SlowestRequest);
        Count(Objective.Faults, status >= 500);
    }

    /// <summary>Super admins only.</summary>
    public Result<IReadOnlyList<ObjectiveView>> Look(Caller caller) =>
        caller.Must(KnownPermissions.ExamineHub) is { } forbidden ? forbidden : Result<IReadOnlyList<ObjectiveView>>.Success(Look());

    /// <summary>The oldest due event or delivery of the whole hub, as last looked at.</summary>
    public TimeSpan OldestDue => _queue.Latest.OldestDue;

    /// <inheritdoc/>
    public override Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var view in Look())
        {
            if (view.State != _told[view.Objective])
            {
                _told[view.Objective] = view.State;
                if (view.State == ObjectiveState.Kept)
                {
                    LogKept(Logger, view.Objective);
                }
                else
                {
                    LogNotKept(Logger, view.Objective, view.State, view.Hour.Burn, view.Day.Burn);
                }
            }
        }

        return Task.FromResult(0);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }

    private static double AllowedOf(Objective objective) => objective switch
    {
        // The 99th percentile: one of a hundred may take longer.
        Objective.Speed => 0.01,
        _ => 0.001,
    };

    private List<ObjectiveView> Look() => [.. All.Select(Look)];

    private ObjectiveView Look(Objective objective)
    {
        var (hour, day) = (Sum(objective, 60), Sum(objective, MinutesKept));
        var isOverdue = objective == Objective.Deliveries && OldestDue > LatestDelivery;
        var state = isOverdue || day.Burn > 1 ? ObjectiveState.Missed : hour.Burn > 1 ? ObjectiveState.AtRisk : ObjectiveState.Kept;
        return new ObjectiveView(objective, AllowedOf(objective), hour, day, state);
    }

    private ObjectiveWindow Sum(Objective objective, int minutes)
    {
        var now = MinuteOf(Clock.GetUtcNow());
        long counted = 0, bad = 0;
        lock (_gate)
        {
            foreach (var minute in _minutes.Where(m => m.Number > now - minutes && m.Number <= now))
            {
                (counted, bad) = (counted + minute.Counted[(int)objective], bad + minute.Bad[(int)objective]);
            }
        }

        return new ObjectiveWindow(counted, bad, counted == 0 ? 0 : (double)bad / counted / AllowedOf(objective));
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == "integrations.webhook.dispatch.delay")
        {
            Count(Objective.Deliveries, value > LatestDelivery.TotalSeconds);
            return;
        }

        foreach (var tag in tags)
        {
            // Anyone who shared someone's renewal is not one more; a passing failure is tried again.
            if (tag is { Key: "outcome", Value: "refreshed" or "permanent" })
            {
                Count(Objective.Renewals, tag.Value is "permanent");
            }
        }
    }

    private void Count(Objective objective, bool isBad)
    {
        var number = MinuteOf(Clock.GetUtcNow());
        lock (_gate)
        {
            var minute = _minutes[number % MinutesKept];
            if (minute.Number != number)
            {
                minute.Begin(number);
            }

            minute.Counted[(int)objective]++;
            minute.Bad[(int)objective] += isBad ? 1 : 0;
        }
    }

    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;

    private IEnumerable<Measurement<double>> Measure() => Look().SelectMany(v => new[]
    {
        new Measurement<double>(v.Hour.Burn, new("objective", v.Objective.ToString().ToLowerInvariant()), new("window", "1h")),
        new Measurement<double>(v.Day.Burn, new("objective", v.Objective.ToString().ToLowerInvariant()), new("window", "24h")),
    });

    private sealed class Minute
    {
        public long Number { get; private set; }

        public long[] Counted { get; } = new long[All.Length];

        public long[] Bad { get; } = new long[All.Length];

        public void Begin(long number)
        {
            Number = number;
            Array.Clear(Counted);
            Array.Clear(Bad);
        }
    }

    [LoggerMessage(3911, LogLevel.Error, "The objective {Objective} is {State}: burn {HourBurn:0.0} over an hour, {DayBurn:0.0} over a day. What to do: docs/operations.md, Objectives")]
    private static partial void LogNotKept(ILogger logger, Objective objective, ObjectiveState state, double hourBurn, double dayBurn);

    [LoggerMessage(3912, LogLevel.Information, "The objective {Objective} is kept again")]
    private static partial void LogKept(ILogger logger, Objective objective);
}
