namespace Integrations.Core.Identity;

/// <summary>A P-256 key that signs access tokens; its private part is protected (SECURITY S9).</summary>
public sealed class SigningKey
{
    /// <summary>The <c>kid</c> of tokens it signed.</summary>
    public required string Id { get; init; }

    /// <summary>SubjectPublicKeyInfo, base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The private part, PKCS 8, protected by the key ring.</summary>
    public required string PrivateCiphertext { get; init; }

    /// <summary>In UTC; the newest key signs.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>It signs no longer after this, and verifies for one token lifetime more.</summary>
    public DateTimeOffset RetiresAt { get; init; }
}
