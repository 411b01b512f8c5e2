using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>The OAuth client that a flow uses.</summary>
[HoldsSecret]
public sealed class OAuthClient(string clientId, Secret clientSecret)
{
    /// <summary>Public; browsers carry it to the vendor.</summary>
    public string ClientId => clientId;

    /// <summary>Goes to the vendor's token endpoint alone.</summary>
    public Secret ClientSecret => clientSecret;

    /// <summary>Always <c>***</c>: it holds the secret.</summary>
    public override string ToString() => "***";
}
