namespace Integrations.Core.Agents;

/// <summary>
/// A call that waits for a person. It keeps what the person has to see and a hash of all of it: the program makes the same call again
/// once it is confirmed, so no parameter has to be kept.
/// </summary>
public sealed class AgentApproval
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid GrantId { get; init; }

    /// <summary>Who confirms; null: an administrator, because it is the organization's key that calls.</summary>
    public Guid? UserId { get; init; }

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

    public AgentApprovalState State { get; set; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>After this it is neither confirmed nor used.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
}
