using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Connectors;
using Microsoft.AspNetCore.DataProtection;

namespace Integrations.Core.Connections;

/// <summary>
/// Protects secrets at rest. The purpose binds each to its kind, organization, owner and field, so that a ciphertext
/// moved to another row does not open (SECURITY T1).
/// </summary>
public sealed class CredentialVault(IDataProtectionProvider protection)
{
    private const string Root = "Integrations.Vault.v1";

    /// <summary>Protects a connection's credential.</summary>
    public string Protect(Guid organizationId, Guid connectionId, IReadOnlyDictionary<string, string> fields) =>
        Protect("connection", organizationId, connectionId, "credential", JsonSerializer.Serialize(fields));

    /// <summary>Opens a connection's credential; null when the key ring cannot (SECURITY T4) or there is none.</summary>
    public VendorCredential? Open(Connection connection) =>
        OpenFields(connection) is { } fields ? new VendorCredential(connection.AuthKind, fields) : null;

    internal Dictionary<string, string>? OpenFields(Connection connection) =>
        connection.Ciphertext is not null && Open("connection", connection.OrganizationId, connection.Id, "credential", connection.Ciphertext) is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)
            : null;

    /// <summary>Protects any other secret.</summary>
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
