namespace Integrations.Core.Management;

/// <summary>Calls in one slice of time.</summary>
/// <param name="Start">The slice's first moment, UTC.</param>
public sealed record UsageSlice(DateTimeOffset Start, int Succeeded, int Failed)
{
    /// <summary>Calls of the slice, however they ended.</summary>
    public int Total => Succeeded + Failed;
}
