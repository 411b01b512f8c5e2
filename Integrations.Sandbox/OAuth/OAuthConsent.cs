using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.OAuth;

/// <summary>A person's yes: who allowed which client what.</summary>
/// <param name="Provider">Provider key of the client.</param>
/// <param name="Parameters">The authorize request as it was, for vendor parameters such as <c>access_type</c> or <c>nonce</c>.</param>
internal sealed record OAuthConsent(
    Guid Id, SandboxAccount Account, string ClientId, string Provider, IReadOnlyList<string> Scopes,
    IReadOnlyDictionary<string, string> Parameters, DateTimeOffset GivenAt)
{
    /// <summary>How often this person has allowed this client before; Google hands out a refresh token only the first time.</summary>
    public int Earlier { get; init; }
}
