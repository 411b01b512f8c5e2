using Integrations.Primitives;

namespace Integrations.Core.Jobs;

/// <summary>How work ends that did not say itself how it ended.</summary>
internal static class WorkFailures
{
    /// <summary>An exception: a bug of ours, or of the vendor's answer. The log has it.</summary>
    public static readonly Failure Broken = new(
        FailureKind.VendorUnavailable, "work.failed", "It failed unexpectedly. It is tried again by itself; if it persists, the log of the hub says why.");

    /// <summary>Three times in a row the process that had it ended, or stood still for longer than its lease.</summary>
    public static readonly Failure LeasesLost = new(
        FailureKind.Unavailable, "work.lease_lost", "It was given up: three times in a row the process that worked on it ended before it was done.");

    /// <summary>Cut off.</summary>
    public static Failure TooLong(TimeSpan deadline) => new(
        FailureKind.VendorUnavailable, "work.timeout", $"It was cut off after {deadline.TotalSeconds:0} s. It is tried again by itself.");
}
