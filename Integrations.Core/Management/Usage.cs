namespace Integrations.Core.Management;

/// <summary>Calls over a period: in slices, oldest first, and by integration, busiest first.</summary>
/// <param name="Slice">How long one slice is.</param>
public sealed record Usage(IReadOnlyList<UsageSlice> Slices, TimeSpan Slice, IReadOnlyList<BusyIntegration> Busiest)
{
    /// <summary>Calls of the period that did what was asked.</summary>
    public int Succeeded => Slices.Sum(s => s.Succeeded);

    /// <summary>Calls of the period that did not.</summary>
    public int Failed => Slices.Sum(s => s.Failed);

    /// <summary>Calls of the period, however they ended.</summary>
    public int Total => Succeeded + Failed;

    /// <summary>0 to 1; null without any call.</summary>
    public double? SuccessRate => Total == 0 ? null : (double)Succeeded / Total;
}
