using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>An endpoint's secrets and headers in the clear, as long as its row says the same.</summary>
[HoldsSecret]
internal sealed class OpenedEndpoint(WebhookEndpoint endpoint, Secret? current, IReadOnlyList<(Secret Secret, DateTimeOffset Until)> former, IReadOnlyDictionary<string, string> headers)
{
    private readonly (string, string?, string?) _from = Parts(endpoint);

    /// <summary>By their names, in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>All secrets that sign then, the newest first; empty when the key ring cannot open them.</summary>
    public IReadOnlyList<Secret> Signing(DateTimeOffset now) =>
        current is null ? [] : former.Count == 0 ? [current] : [current, .. former.Where(f => f.Until > now).Select(f => f.Secret)];

    public bool IsOf(WebhookEndpoint endpoint) => _from == Parts(endpoint);

    public override string ToString() => "***";

    private static (string, string?, string?) Parts(WebhookEndpoint endpoint) => (endpoint.SecretCiphertext, endpoint.FormerSecretsCiphertext, endpoint.HeadersCiphertext);
}
