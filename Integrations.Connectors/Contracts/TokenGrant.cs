using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>What a token endpoint gave.</summary>
[HoldsSecret]
public sealed class TokenGrant
{
    public required Secret AccessToken { get; init; }

    /// <summary>Null when the vendor gave none: the former stays in force.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>Null when the vendor did not tell.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Granted scopes; null when the vendor did not tell, which RFC 6749 defines as "as asked".</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    public override string ToString() => "***";
}
