namespace Integrations.Core.Storage.KeyRing;

/// <summary>One stored secret, as <see cref="ReencryptedColumn"/> reads it.</summary>
public sealed class ProtectedRow<TKey>
{
    public required TKey Id { get; init; }

    /// <summary>Left out where a row belongs to none: PostgreSQL would give a literal back as text.</summary>
    public Guid OrganizationId { get; init; }

    public required string? Ciphertext { get; init; }
}
