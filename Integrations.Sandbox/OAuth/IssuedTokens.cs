namespace Integrations.Sandbox.OAuth;

/// <param name="RefreshToken">Null when none is issued; on a refresh of a stable one, the same again.</param>
/// <param name="Refreshed">Whether this is the answer to a refresh.</param>
internal sealed record IssuedTokens(
    OAuthConsent Consent, TokenTerms Terms, string AccessToken, DateTimeOffset? ExpiresAt, string? RefreshToken, bool Refreshed)
{
    public int? ExpiresInSeconds => (int?)Terms.AccessLifetime?.TotalSeconds;
}
