using System.Diagnostics;

namespace Integrations.Core;

/// <summary>The hub's own meter and activity source; names and units follow RELIABILITY O.</summary>
public static class Telemetry
{
    public const string Name = "Integrations";

    public static ActivitySource Source { get; } = new(Name);
}
