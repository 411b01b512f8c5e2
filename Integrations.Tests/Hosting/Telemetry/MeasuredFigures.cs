using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Integrations.Tests.Hosting.Telemetry;

internal sealed record Measured(string Instrument, string? Unit, double Value, IReadOnlyDictionary<string, object?> Tags);

/// <summary>Everything that the instruments of one hub record, and no other hub's in this process.</summary>
internal sealed class MeasuredFigures : IDisposable
{
    private readonly MeterListener _listener = new();

    public MeasuredFigures(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public ConcurrentQueue<Measured> All { get; } = [];

    public IEnumerable<Measured> Of(string instrument) => All.Where(m => m.Instrument == instrument);

    /// <summary>What a gauge says now.</summary>
    public IReadOnlyList<Measured> Read(string gauge)
    {
        var before = All.Count;
        _listener.RecordObservableInstruments();
        return [.. All.Skip(before).Where(m => m.Instrument == gauge)];
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        All.Enqueue(new Measured(instrument.Name, instrument.Unit, value, tags.ToArray().GroupBy(t => t.Key).ToDictionary(t => t.Key, t => t.Last().Value, StringComparer.Ordinal)));
}
