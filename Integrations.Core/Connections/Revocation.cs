using Integrations.Core.Jobs;

namespace Integrations.Core.Connections;

/// <summary>A credential that is to be revoked at its vendor; its secret goes when it is done or given up (RELIABILITY R12).</summary>
public sealed class Revocation : ILeased
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>Whose channels are stopped first; null for rows that an older version made.</summary>
    public Guid? ConnectionId { get; init; }

    public required string ProviderKey { get; init; }

    public required string AuthKind { get; init; }

    /// <summary>Protected; null once finished.</summary>
    public string? Ciphertext { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>False when the vendor never confirmed: the person should revoke it there.</summary>
    public bool Revoked { get; set; }

    public string? LastError { get; set; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }
}
