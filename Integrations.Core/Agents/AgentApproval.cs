namespace Integrations.Core.Agents;

/// <summary>
/// A call that waits for a person. It keeps what the person has to see and a hash of all of it: the program makes the same call again
/// once it is confirmed, so no parameter has to be kept.
/// </summary>
public sealed class AgentApproval
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant of the person or key that calls; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The grant that allows the call; revoked, it takes the call with it.</summary>
    public Guid GrantId { get; init; }

    /// <summary>Who confirms; null: an administrator, because it is the organization's key that calls.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What the person reads of who asks: untrusted text, at most 120 characters.</summary>
    public required string ClientName { get; init; }

    /// <summary>The integration it goes through; null for none.</summary>
    public Guid? IntegrationId { get; init; }

    /// <summary>The integration's name, or what stands for it.</summary>
    public required string Place { get; init; }

    /// <summary>The tool's name in words; the vendor's for actions.</summary>
    public required string Title { get; init; }

    /// <summary>Of the tool as it was granted, and of the parameters (<see cref="AgentToolHash"/>).</summary>
    public required string CallHash { get; init; }

    /// <summary>Redacted JSON of the parameters.</summary>
    public string? Parameters { get; init; }

    /// <summary>Moves from waiting by one answer, and from confirmed to used by one call; both by a conditional update.</summary>
    public AgentApprovalState State { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>After this it is neither confirmed nor used.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When a person answered; null while it waits, and for what ran out.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
}
