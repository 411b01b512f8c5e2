namespace Integrations.Core.Management;

/// <summary>How often actions were run.</summary>
public sealed record ActionTotals(long Succeeded, long Failed)
{
    /// <summary>Actions that were run, however they ended.</summary>
    public long Total => Succeeded + Failed;

    /// <summary>0 to 1, four decimals; 0 while nothing was run.</summary>
    public double SuccessRate => Total == 0 ? 0 : Math.Round((double)Succeeded / Total, 4);
}
