namespace Integrations.Core.Catalog;

/// <summary>An OAuth client as it was entered on the provider's page; its secret is in the vault.</summary>
internal sealed record StoredOAuthClient(Guid ProviderId, string ClientId, string Ciphertext);
