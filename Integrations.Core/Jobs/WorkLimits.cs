namespace Integrations.Core.Jobs;

/// <summary>How much of one kind of work runs at the same time in one process, so that no organization and no vendor takes all of it.</summary>
/// <param name="SideBySide">Items at once.</param>
/// <param name="PerOrganization">Of them, of one organization.</param>
/// <param name="PerKey">Of them, of one integration or connection: one vendor that hangs leaves its organization the rest.</param>
/// <param name="Deadline">How long one item may take; then it is cut off, and counts as failed.</param>
public sealed record WorkLimits(int SideBySide, int PerOrganization, int PerKey, TimeSpan Deadline);
