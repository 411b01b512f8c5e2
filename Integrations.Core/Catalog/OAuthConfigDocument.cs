using System.Text.Json.Serialization;

namespace Integrations.Core.Catalog;

/// <summary>The OAuth client and addresses as the catalog shows them; the secret is stored apart.</summary>
public sealed record OAuthConfigDocument
{
    /// <summary>Where browsers go to consent (RFC 6749 section 3.1).</summary>
    public string? AuthorizationUrl { get; init; }

    /// <summary>Where codes and refresh tokens are exchanged (RFC 6749 section 3.2).</summary>
    public string? TokenUrl { get; init; }

    /// <summary>What is asked for, in the vendor's spelling.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The hub's client id at the vendor; null while no client is set up.</summary>
    public string? ClientId { get; init; }

    /// <summary>Members that 001 does not name, kept as they were given.</summary>
    [JsonExtensionData]
    public IDictionary<string, object>? More { get; init; }
}
