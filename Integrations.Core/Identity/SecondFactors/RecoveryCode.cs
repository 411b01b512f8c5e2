namespace Integrations.Core.Identity.SecondFactors;

/// <summary>A code for the day the phone is lost; works once.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>SHA-256 of the code, in hexadecimal; 80 random bits need no slow hash.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
