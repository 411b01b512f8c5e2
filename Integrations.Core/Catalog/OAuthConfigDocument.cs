using System.Text.Json.Serialization;

namespace Integrations.Core.Catalog;

/// <summary>The OAuth client and addresses as the catalog shows them; the secret is stored apart.</summary>
public sealed record OAuthConfigDocument
{
    public string? AuthorizationUrl { get; init; }

    public string? TokenUrl { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public string? ClientId { get; init; }

    [JsonExtensionData]
    public IDictionary<string, object>? More { get; init; }
}
