namespace Integrations.Core.Activity;

/// <summary>How a thing done through an integration ended.</summary>
public enum ActivityStatus
{
    /// <summary>The vendor did what was asked.</summary>
    Success,

    /// <summary>It did not, or the hub did not ask; <see cref="ActivityEntry.ErrorCode"/> says why.</summary>
    Failed,

    /// <summary>Its end is not known yet.</summary>
    Running,
}
