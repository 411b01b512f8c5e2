using Integrations.Primitives;

namespace Integrations.Core.Bulk;

/// <summary>What a replacement did.</summary>
/// <param name="Moved">What went over, also where it stopped in the middle; that stays moved.</param>
/// <param name="Failure">Why it stopped: <c>integration.not_found</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>validation</c>, <c>stale</c>. Null where everything went over.</param>
public sealed record ReplacementOutcome(ReplacementCounts Moved, Failure? Failure)
{
    /// <summary>Everything went over.</summary>
    public bool IsSuccess => Failure is null;
}
