using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox;

/// <summary>Something to connect with.</summary>
/// <param name="Provider">The hub's provider key.</param>
/// <param name="Kind"><c>oauth2</c>, <c>api_key</c>, <c>basic</c> or <c>custom</c>.</param>
/// <param name="Fields">Values to paste, by the connect form's field names; for OAuth <c>account</c>, picked on the consent page.</param>
public sealed record SandboxCredential(
    string Provider, string Kind, string Account, SandboxBehaviour Behaviour, IReadOnlyDictionary<string, string> Fields)
{
    /// <param name="provider">The hub's provider key.</param>
    /// <param name="account">Whose.</param>
    /// <param name="fields">What is typed before the consent page.</param>
    internal static SandboxCredential OAuth(string provider, SandboxAccount account, params (string Field, string Value)[] fields) =>
        Pasted(provider, "oauth2", account, [("account", account.Email), .. fields]);

    internal static SandboxCredential Pasted(string provider, string kind, SandboxAccount account, params (string Field, string Value)[] fields) =>
        new(provider, kind, account.Email, account.Behaviour, fields.ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal));
}
