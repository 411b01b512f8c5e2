using Integrations.Primitives;

namespace Integrations.Core.Identity;

/// <summary>What became of the first call with a key.</summary>
public abstract record IdempotencyOutcome
{
    private IdempotencyOutcome()
    {
    }

    /// <summary>This is the first call: do it, then <see cref="IdempotencyStore.CompleteAsync"/> or <see cref="IdempotencyStore.ReleaseAsync"/>.</summary>
    public sealed record First(Guid RecordId) : IdempotencyOutcome;

    /// <summary>The first call's answer, to be given again.</summary>
    public sealed record Known(RememberedAnswer Answer) : IdempotencyOutcome;

    /// <summary>The first call is still under way, or the key belongs to another body.</summary>
    public sealed record Refused(Failure Failure) : IdempotencyOutcome;
}
