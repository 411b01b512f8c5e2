namespace Integrations.Core.Instances;

/// <summary>Which integrations are wanted; null members do not filter.</summary>
public sealed record InstanceFilter(InstanceStatus? Status = null, string? ProviderName = null, string? Search = null, InstanceLevel? Level = null)
{
    /// <summary>Only those with this tag, however it is written.</summary>
    public string? Tag { get; init; }

    /// <summary>Only those that each person connects for themself: their own, and the organization's user-scoped ones.</summary>
    public bool OnlyPersonal { get; init; }
}
