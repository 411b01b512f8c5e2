using System.Diagnostics;

namespace Integrations.Primitives;

/// <summary>The hub's own meter and activity source; names and units follow RELIABILITY O.</summary>
public static class Telemetry
{
    public const string Name = "Integrations";

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Goes on with a trace that was stored with work put off: an event, a delivery, a batch (RELIABILITY O4).</summary>
    /// <param name="name">What is done, the same for all of its kind.</param>
    /// <param name="traceParent">W3C trace context of what caused the work; null or unreadable begins a trace of its own.</param>
    /// <param name="asked">Trace context of what asked for it again, such as a replay hours later: linked, not continued.</param>
    /// <returns>Null while no one listens.</returns>
    public static System.Diagnostics.Activity? Continue(string name, ActivityKind kind, string? traceParent, string? asked = null)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityLink[] links = Read(asked) is { } link ? [new ActivityLink(link)] : [];
        return Source.StartActivity(name, kind, Read(traceParent) ?? default, links: links);
    }

    /// <summary>What to store with work that is put off.</summary>
    public static string? TraceParent => System.Diagnostics.Activity.Current?.Id;

    private static ActivityContext? Read(string? traceParent) => ActivityContext.TryParse(traceParent, null, isRemote: true, out var read) ? read : null;
}
