using System.Text.Json;
using Integrations.Core.Storage.KeyRing;

namespace Integrations.Core.Migration;

/// <summary>How a legacy credential is protected: bound to its own row (SECURITY T1).</summary>
internal static class LegacyVault
{
    internal const string Kind = "legacy-credential";
    internal const string Field = "ciphertext";

    public static string Protect(CredentialVault vault, Guid organizationId, Guid id, IReadOnlyDictionary<string, string> fields) =>
        vault.Protect(Kind, organizationId, id, Field, JsonSerializer.Serialize(fields));

    /// <summary>Null when it was cleaned up, or the key ring cannot open it.</summary>
    public static Dictionary<string, string>? Open(CredentialVault vault, LegacyCredential credential) =>
        credential.Ciphertext is { } ciphertext
        && vault.Open(Kind, credential.OrganizationId, credential.Id, Field, ciphertext) is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)
            : null;
}
