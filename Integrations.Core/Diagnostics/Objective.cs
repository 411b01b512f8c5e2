namespace Integrations.Core.Diagnostics;

/// <summary>What the hub promises of itself (RELIABILITY O5).</summary>
public enum Objective
{
    /// <summary>A delivery is tried within 30 s of its due time.</summary>
    Deliveries,

    /// <summary>A token is renewed without a person's help.</summary>
    Renewals,

    /// <summary>An API request takes at most 250 ms, without the time that vendors took.</summary>
    Speed,

    /// <summary>An API request does not fail for reasons of the hub.</summary>
    Faults,
}
