using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <summary>001's OAuthConfig; the secret goes into the vault and is never shown again.</summary>
[ApiRequest]
[HoldsSecret]
internal sealed class OAuthConfigRequest
{
    public string? AuthorizationUrl { get; init; }

    public string? TokenUrl { get; init; }

    public IReadOnlyList<string?>? Scopes { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public override string ToString() => "***";
}
