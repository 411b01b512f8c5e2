using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>A flow that a browser took on.</summary>
/// <param name="authorizationUrl">Where the person goes now.</param>
/// <param name="browserKey">For that browser's cookie alone; without it the flow cannot be finished.</param>
[HoldsSecret]
public sealed class ConfirmedFlow(string authorizationUrl, string browserKey)
{
    /// <summary>The vendor's page, with state and PKCE challenge in it.</summary>
    public string AuthorizationUrl => authorizationUrl;

    /// <summary>Goes into a cookie; only its hash is stored (SECURITY O4).</summary>
    public string BrowserKey => browserKey;

    /// <summary>Always <c>***</c>: key and state are secrets.</summary>
    public override string ToString() => "***";
}
