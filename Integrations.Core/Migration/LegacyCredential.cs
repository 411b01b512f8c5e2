namespace Integrations.Core.Migration;

/// <summary>A credential of the older system, waiting to become a user-level integration (000's migration actions).</summary>
public sealed class LegacyCredential
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid UserId { get; init; }

    /// <summary>The provider key it belongs to, such as <c>jira</c>.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>Protected JSON object of the old fields; null once it was brought over and cleaned up.</summary>
    public string? Ciphertext { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? MigratedAt { get; set; }

    public Guid? MigratedInstanceId { get; set; }

    /// <summary>Why the last try failed; the credential is then left as it was.</summary>
    public string? LastFailure { get; set; }
}
