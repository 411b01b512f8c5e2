namespace Integrations.Core.Identity.Passkeys;

/// <summary>One passkey of the caller.</summary>
/// <param name="Id">The credential's id in base64url, as browsers write it.</param>
/// <param name="IsSynced">Kept by a password manager on several devices, not by one device alone.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt, bool IsSynced);
