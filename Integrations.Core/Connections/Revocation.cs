using Integrations.Core.Jobs;

namespace Integrations.Core.Connections;

/// <summary>A credential that is to be revoked at its vendor; its secret goes when it is done or given up (RELIABILITY R12).</summary>
public sealed class Revocation : ILeased
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that had it; disabled ones have theirs revoked too.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The integration that it belonged to, which may be deleted by now.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Whose channels are stopped first; null for rows that an older version made.</summary>
    public Guid? ConnectionId { get; init; }

    /// <summary>Which connector revokes it.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>One of <see cref="Connectors.Manifest.AuthKinds"/>.</summary>
    public required string AuthKind { get; init; }

    /// <summary>Protected; null once finished.</summary>
    public string? Ciphertext { get; set; }

    /// <summary>Tries begun so far; six at most, over 31 hours.</summary>
    public int Attempts { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When the connection was ended here, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the vendor confirmed, or the last try failed; null while it waits. The credential is deleted with it.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>False when the vendor never confirmed: the person should revoke it there.</summary>
    public bool Revoked { get; set; }

    /// <summary>Why the last try failed, in words, at most 1,000 characters; null for none.</summary>
    public string? LastError { get; set; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }
}
