namespace Integrations.Core.Activity;

/// <summary>A key of the audit chains as it is stored: protected by the key ring, so that anyone who has the database alone can forge no link.</summary>
public sealed class StoredAuditKey
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age. Entries name it as <see cref="AuditEntry.ChainKeyId"/>.</summary>
    public Guid Id { get; init; }

    /// <summary>The key, protected by the key ring; a rotation protects it anew.</summary>
    public required string Ciphertext { get; set; }
}
