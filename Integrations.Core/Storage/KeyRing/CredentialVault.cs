using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>
/// Protects secrets at rest. The purpose binds each to its kind, organization, owner and field, so that a ciphertext
/// moved to another row does not open (SECURITY T1).
/// </summary>
public sealed class CredentialVault(IDataProtectionProvider protection)
{
    private const string Root = "Integrations.Vault.v1";

    /// <summary>Protects a secret.</summary>
    /// <param name="kind">What it is, such as <c>webhook</c>.</param>
    /// <param name="organizationId">Empty for secrets above organizations.</param>
    /// <param name="ownerId">The row it belongs to.</param>
    /// <param name="field">The column.</param>
    /// <param name="plain">The secret.</param>
    public string Protect(string kind, Guid organizationId, Guid ownerId, string field, string plain) =>
        Protector(kind, organizationId, ownerId, field).Protect(plain);

    /// <summary>Null when the key ring cannot open it, or it belongs to another row.</summary>
    public string? Open(string kind, Guid organizationId, Guid ownerId, string field, string ciphertext)
    {
        try
        {
            return Protector(kind, organizationId, ownerId, field).Unprotect(ciphertext);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The same secret, protected with the key ring's newest key; null when it cannot be read.</summary>
    internal string? Renew(string kind, Guid organizationId, Guid ownerId, string field, string ciphertext) =>
        Open(kind, organizationId, ownerId, field, ciphertext) is { } plain ? Protect(kind, organizationId, ownerId, field, plain) : null;

    private IDataProtector Protector(string kind, Guid organizationId, Guid ownerId, string field) =>
        protection.CreateProtector(Root, kind, organizationId.ToString("N"), ownerId.ToString("N"), field);
}
