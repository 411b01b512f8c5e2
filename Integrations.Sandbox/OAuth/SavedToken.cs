namespace Integrations.Sandbox.OAuth;

internal sealed record SavedToken(string Token, bool IsRefresh, Guid Consent, TokenTerms Terms, DateTimeOffset? ExpiresAt, bool Revoked);
