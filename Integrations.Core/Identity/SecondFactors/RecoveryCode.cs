namespace Integrations.Core.Identity.SecondFactors;

/// <summary>A code for the day the phone is lost; works once.</summary>
public sealed class RecoveryCode
{
    /// <summary>Of this one code; nothing shows it.</summary>
    public Guid Id { get; init; }

    /// <summary>Whose code it is; ten a person, all replaced together.</summary>
    public Guid UserId { get; init; }

    /// <summary>SHA-256 of the code, in hexadecimal; 80 random bits need no slow hash.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was spent, by a conditional update; null while it is good.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
