namespace Integrations.Core.Management;

/// <summary>Calls over a period: in slices, oldest first, and by integration, busiest first.</summary>
/// <param name="Slice">How long one slice is.</param>
public sealed record Usage(IReadOnlyList<UsageSlice> Slices, TimeSpan Slice, IReadOnlyList<BusyIntegration> Busiest)
{
    public int Succeeded => Slices.Sum(s => s.Succeeded);

    public int Failed => Slices.Sum(s => s.Failed);

    public int Total => Succeeded + Failed;

    /// <summary>0 to 1; null without any call.</summary>
    public double? SuccessRate => Total == 0 ? null : (double)Succeeded / Total;
}
