namespace Integrations.Core.Jobs;

/// <summary>A row that is work.</summary>
public interface ILeased
{
    /// <summary>When it is to be done; while it is claimed, when the claim's lease ends.</summary>
    DateTimeOffset DueAt { get; }

    /// <summary>Fresh for each claim, and null while there is none: every later write is fenced by it (RELIABILITY L2).</summary>
    Guid? ClaimId { get; }

    /// <summary>Claims in a row that ended without an outcome; the third gives it up (RELIABILITY L3).</summary>
    int LeaseLosses { get; }
}
