using System.Text.Json.Serialization;

namespace Integrations.Web.Api.Auth;

/// <summary>Why a program could not register itself (RFC 7591, 3.2.2).</summary>
internal sealed record RegistrationErrorDocument([property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("error_description")] string Description);
