using Integrations.Core.Storage.KeyRing;

namespace Integrations.Core.Connections.OAuth;

internal static class OAuthVerifiers
{
    /// <summary>The PKCE verifier of a flow; null where it has none.</summary>
    public static string? VerifierOf(this CredentialVault vault, OAuthState state) =>
        state.VerifierCiphertext is null ? null : vault.Open("oauth", state.OrganizationId, state.Id, "verifier", state.VerifierCiphertext);
}
