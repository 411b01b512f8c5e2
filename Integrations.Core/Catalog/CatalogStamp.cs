namespace Integrations.Core.Catalog;

/// <summary>What tells whether a provider's row is as it was read: its version, and its secret, which a newer key protects anew without another version.</summary>
internal sealed record CatalogStamp(Guid Id, int Version, string? Ciphertext);
