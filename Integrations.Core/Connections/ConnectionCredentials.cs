using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Core.Storage.KeyRing;

namespace Integrations.Core.Connections;

/// <summary>Connections' credentials in the vault.</summary>
public static class ConnectionCredentials
{
    /// <summary>Protects a connection's credential.</summary>
    public static string Protect(this CredentialVault vault, Guid organizationId, Guid connectionId, IReadOnlyDictionary<string, string> fields) =>
        vault.Protect("connection", organizationId, connectionId, "credential", JsonSerializer.Serialize(fields));

    /// <summary>Opens a connection's credential; null when the key ring cannot (SECURITY T4) or there is none.</summary>
    public static VendorCredential? Open(this CredentialVault vault, Connection connection) =>
        vault.OpenFields(connection) is { } fields ? new VendorCredential(connection.AuthKind, fields) : null;

    internal static Dictionary<string, string>? OpenFields(this CredentialVault vault, Connection connection) =>
        connection.Ciphertext is not null && vault.Open("connection", connection.OrganizationId, connection.Id, "credential", connection.Ciphertext) is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)
            : null;
}
