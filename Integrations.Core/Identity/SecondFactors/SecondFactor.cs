namespace Integrations.Core.Identity.SecondFactors;

/// <summary>The key that a person shares with their authenticator app. Counts once a first code has confirmed it.</summary>
public sealed class SecondFactor
{
    /// <summary>The row's key: a person has one at most.</summary>
    public Guid UserId { get; init; }

    /// <summary>The key in base 32, protected like every stored secret.</summary>
    public required string KeyCiphertext { get; init; }

    /// <summary>When the key was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null until the person has shown that their app holds the key.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The last time step whose code was accepted; only later ones are (RFC 6238, section 5.2).</summary>
    public long LastStep { get; set; }
}
