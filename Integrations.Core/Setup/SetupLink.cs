namespace Integrations.Core.Setup;

/// <summary>The one-time address at which a hub without accounts gets its first one. There is one row at most; a renewal writes over it.</summary>
public sealed class SetupLink
{
    /// <summary>The key of the one row.</summary>
    public const int OnlyId = 1;

    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public int Id { get; init; } = OnlyId;

    /// <summary>SHA-256 of the token, hex; the token itself is not kept.</summary>
    public required string TokenHash { get; set; }

    /// <summary>When the address now in force was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>In UTC; see <see cref="FirstRun.Lifetime"/>.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Tokens that were tried and are not this one's.</summary>
    public int Guesses { get; set; }

    /// <summary>When it made the first account, or another way did; null while it is good.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
