namespace Integrations.Core.Storage.KeyRing;

/// <summary>One stored secret, as <see cref="ReencryptedColumn"/> reads it.</summary>
public sealed class ProtectedRow<TKey>
{
    /// <summary>The row's key, by which it is written back.</summary>
    public required TKey Id { get; init; }

    /// <summary>Left out where a row belongs to none: PostgreSQL would give a literal back as text.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The secret as it is stored; null where there is none.</summary>
    public required string? Ciphertext { get; init; }
}
