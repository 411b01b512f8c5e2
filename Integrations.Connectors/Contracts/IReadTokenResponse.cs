using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>For vendors whose token answer is not RFC 6749 section 5.1, such as nested tokens.</summary>
public interface IReadTokenResponse
{
    Result<TokenGrant> ReadToken(string vendorName, VendorResponse response);
}

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
