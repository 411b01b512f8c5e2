using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>What a token endpoint gave.</summary>
[HoldsSecret]
public sealed class TokenGrant
{
    /// <summary>RFC 6749 section 5.1's <c>access_token</c>, opaque; never empty. It is kept encrypted, under <see cref="VendorCredential.AccessToken"/>.</summary>
    public required Secret AccessToken { get; init; }

    /// <summary>Null when the vendor gave none: the former stays in force.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>Null when the vendor did not tell.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Granted scopes; null when the vendor did not tell, which RFC 6749 defines as "as asked".</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Always <c>***</c>: no log line and no error shows a token.</summary>
    public override string ToString() => "***";
}
