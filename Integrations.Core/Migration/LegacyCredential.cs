namespace Integrations.Core.Migration;

/// <summary>A credential of the older system, waiting to become a user-level integration (000's migration actions).</summary>
public sealed class LegacyCredential
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>Of the person when it was seeded; one who has moved since is asked for nothing.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Whose credential it is. Only they bring it over (<c>legacy_credentials.bring_over</c>).</summary>
    public Guid UserId { get; init; }

    /// <summary>The provider key it belongs to, such as <c>jira</c>.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>Protected JSON object of the old fields; null once it was brought over and cleaned up.</summary>
    public string? Ciphertext { get; set; }

    /// <summary>When it came into the hub, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became an integration; null while it waits.</summary>
    public DateTimeOffset? MigratedAt { get; set; }

    /// <summary>The integration that it became; null while it waits.</summary>
    public Guid? MigratedInstanceId { get; set; }

    /// <summary>Why the last try failed; the credential is then left as it was.</summary>
    public string? LastFailure { get; set; }
}
