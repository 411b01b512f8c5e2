using System.Text.Json.Serialization;

namespace Integrations.Web.Api.Auth;

/// <summary>Protected resource metadata (RFC 9728).</summary>
internal sealed record ProtectedResourceDocument(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("authorization_servers")] IReadOnlyList<string> AuthorizationServers,
    [property: JsonPropertyName("scopes_supported")] IReadOnlyList<string> Scopes,
    [property: JsonPropertyName("resource_name")] string Name)
{
    [JsonPropertyName("bearer_methods_supported")]
    public IReadOnlyList<string> BearerMethods { get; } = ["header"];
}
