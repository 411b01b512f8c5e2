namespace Integrations.Core.Activity;

/// <summary>A key of the audit chains as it is stored: protected by the key ring, so that anyone who has the database alone can forge no link.</summary>
public sealed class StoredAuditKey
{
    public Guid Id { get; init; }

    public required string Ciphertext { get; set; }
}
