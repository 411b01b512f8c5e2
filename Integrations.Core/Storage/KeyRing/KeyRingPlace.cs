namespace Integrations.Core.Storage.KeyRing;

/// <summary>Where the master key is kept, for those who copy a hub.</summary>
/// <param name="File">The key file; null where the key comes from elsewhere.</param>
/// <param name="MasterKeyId">Its fingerprint; null for a certificate.</param>
public sealed record KeyRingPlace(string? File, string? MasterKeyId);
