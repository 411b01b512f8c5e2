using System.Text.Json.Serialization;
using Integrations.Core.Identity.Tokens;

namespace Integrations.Web.Api.Auth;

/// <summary>Authorization server metadata (RFC 8414).</summary>
internal sealed record AuthorizationServerDocument([property: JsonPropertyName("issuer")] string Issuer)
{
    [JsonPropertyName("authorization_endpoint")]
    public required string AuthorizationEndpoint { get; init; }

    [JsonPropertyName("token_endpoint")]
    public required string TokenEndpoint { get; init; }

    [JsonPropertyName("revocation_endpoint")]
    public required string RevocationEndpoint { get; init; }

    /// <summary>Absent while no organization of this hub lets programs register themselves.</summary>
    [JsonPropertyName("registration_endpoint")]
    public string? RegistrationEndpoint { get; init; }

    [JsonPropertyName("scopes_supported")]
    public IReadOnlyList<string> Scopes { get; } = [TokenScopeNames.Mcp, TokenScopeNames.Read, TokenScopeNames.Write, TokenScopeNames.Admin, TokenScopeNames.Proxy];

    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string> ResponseTypes { get; } = ["code"];

    [JsonPropertyName("response_modes_supported")]
    public IReadOnlyList<string> ResponseModes { get; } = ["query"];

    [JsonPropertyName("grant_types_supported")]
    public IReadOnlyList<string> GrantTypes { get; } = ["authorization_code", "refresh_token", "client_credentials"];

    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> ClientAuthentication { get; } = ["none", "client_secret_basic", "client_secret_post"];

    [JsonPropertyName("revocation_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> RevocationAuthentication { get; } = ["none", "client_secret_basic", "client_secret_post"];

    [JsonPropertyName("code_challenge_methods_supported")]
    public IReadOnlyList<string> CodeChallengeMethods { get; } = ["S256"];

    /// <summary>Answers name the issuer (RFC 9207).</summary>
    [JsonPropertyName("authorization_response_iss_parameter_supported")]
    public bool NamesIssuer { get; } = true;

    /// <summary>A client id may be the address of a document about the program.</summary>
    [JsonPropertyName("client_id_metadata_document_supported")]
    public bool TakesDocuments { get; } = true;
}
