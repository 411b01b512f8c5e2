using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>A flow that a browser took on.</summary>
/// <param name="authorizationUrl">Where the person goes now.</param>
/// <param name="browserKey">For that browser's cookie alone; without it the flow cannot be finished.</param>
[HoldsSecret]
public sealed class ConfirmedFlow(string authorizationUrl, string browserKey)
{
    public string AuthorizationUrl => authorizationUrl;

    public string BrowserKey => browserKey;

    public override string ToString() => "***";
}
