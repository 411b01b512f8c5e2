using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>The OAuth client that a flow uses.</summary>
[HoldsSecret]
public sealed class OAuthClient(string clientId, Secret clientSecret)
{
    public string ClientId => clientId;

    public Secret ClientSecret => clientSecret;

    public override string ToString() => "***";
}
