using System.Diagnostics;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>A decrypted credential, alive for one session. It prints as <c>***</c>.</summary>
[HoldsSecret]
[DebuggerDisplay("***")]
public sealed class VendorCredential(string authKind, IReadOnlyDictionary<string, string> fields)
{
    /// <summary>The field that an OAuth access token is kept under.</summary>
    public const string AccessToken = "accessToken";

    /// <summary>The field that an OAuth refresh token is kept under.</summary>
    public const string RefreshToken = "refreshToken";

    /// <summary>One of <see cref="AuthKinds"/>.</summary>
    public string AuthKind => authKind;

    /// <summary>The OAuth access token, or the field <c>token</c> or <c>apiKey</c> of the connect form.</summary>
    public Secret Token => Find(AccessToken) ?? Find("token") ?? Find("apiKey")
        ?? throw new InvalidOperationException("This credential holds no single token.");

    /// <summary>A field of the connect form; null when it was left empty.</summary>
    public Secret? Find(string field) => fields.TryGetValue(field, out var value) && value.Length > 0 ? new Secret(value) : null;

    /// <summary>A field that its manifest requires.</summary>
    public Secret this[string field] => Find(field) ?? throw new InvalidOperationException($"The credential lacks '{field}'.");

    /// <summary>Always <c>***</c>, whatever it holds.</summary>
    public override string ToString() => "***";
}
