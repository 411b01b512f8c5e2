using System.Text.Json.Serialization;

namespace Integrations.Web.Api.Auth;

/// <summary>What a program that registered itself is told (RFC 7591, 3.2.1).</summary>
internal sealed record RegisteredProgramDocument(
    [property: JsonPropertyName("client_id")] string ClientId,
    [property: JsonPropertyName("client_id_issued_at")] long IssuedAt,
    [property: JsonPropertyName("client_name")] string Name,
    [property: JsonPropertyName("redirect_uris")] IReadOnlyList<string> Redirects)
{
    [JsonPropertyName("token_endpoint_auth_method")]
    public string ClientAuthentication { get; } = "none";

    [JsonPropertyName("grant_types")]
    public IReadOnlyList<string> GrantTypes { get; } = ["authorization_code", "refresh_token"];

    [JsonPropertyName("response_types")]
    public IReadOnlyList<string> ResponseTypes { get; } = ["code"];

    [JsonPropertyName("scope")]
    public string Scope { get; } = "mcp";
}
