using System.Text.Json.Serialization;

namespace Integrations.Web.Api.Auth;

/// <summary>What is wrong with a request of a program that signs in or registers itself (RFC 6749, 5.2; RFC 7591, 3.2.2).</summary>
internal sealed record SignInErrorDocument([property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("error_description")] string Description);
