namespace Integrations.Core.Setup;

/// <summary>The one-time address at which a hub without accounts gets its first one. There is one row at most; a renewal writes over it.</summary>
public sealed class SetupLink
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>SHA-256 of the token, hex; the token itself is not kept.</summary>
    public required string TokenHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Tokens that were tried and are not this one's.</summary>
    public int Guesses { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
