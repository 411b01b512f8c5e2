using System.Text.Json.Nodes;
using Integrations.Core.Management;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <summary>001's IntegrationDocument: an integration of the organization, without any credential.</summary>
internal sealed record InstanceResponse
{
    public required Guid Id { get; init; }

    [BeyondDocuments]
    public required Guid TenantId { get; init; }

    /// <summary>Reference to the provider.</summary>
    public required Guid IntegrationId { get; init; }

    /// <summary>The provider's unique identifier.</summary>
    [BeyondDocuments]
    public required string ProviderName { get; init; }

    [BeyondDocuments]
    public string? Category { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Icon { get; init; }

    /// <summary>pending, connected, error or disabled.</summary>
    [OneOf("pending", "connected", "error", "disabled")]
    public required string Status { get; init; }

    /// <summary>active, expired, revoked or error; absent while not connected.</summary>
    [OneOf("active", "expired", "revoked", "error")]
    [BeyondDocuments]
    public string? ConnectionStatus { get; init; }

    [BeyondDocuments]
    public Guid? ConnectionId { get; init; }

    /// <summary>oauth2, api_key, basic or custom; absent while not connected.</summary>
    [OneOf("oauth2", "api_key", "basic", "custom")]
    [BeyondDocuments]
    public string? AuthMethod { get; init; }

    /// <summary>The vault's name for the stored secret; absent while not connected.</summary>
    [BeyondDocuments]
    public string? CredentialSecretName { get; init; }

    public required JsonObject Settings { get; init; }

    /// <summary>Our entity types (Meeting, Person) that its data may be linked to or shown on; empty means all.</summary>
    public required IReadOnlyList<string> AllowedShardTypes { get; init; }

    public bool SearchEnabled { get; init; }

    /// <summary>Vendor entities that search may find; empty means all.</summary>
    public required IReadOnlyList<string> SearchableEntities { get; init; }

    /// <summary>Each user connects for themself.</summary>
    public bool UserScoped { get; init; }

    /// <summary>A program's own id of whose account it holds, from the link that connected it; absent elsewhere.</summary>
    [BeyondDocuments]
    public string? Reference { get; init; }

    /// <summary>Words that the organization marked it with, for its own order.</summary>
    [BeyondDocuments]
    public required IReadOnlyList<string> Tags { get; init; }

    public DateTimeOffset? EnabledAt { get; init; }

    public Guid? EnabledBy { get; init; }

    [BeyondDocuments]
    public DateTimeOffset? LastConnectedAt { get; init; }

    [BeyondDocuments]
    public DateTimeOffset? LastSyncAt { get; init; }

    [BeyondDocuments]
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>What went wrong and what to do; absent while all is well.</summary>
    [BeyondDocuments]
    public string? LastError { get; init; }

    [BeyondDocuments]
    public Guid? CreatedBy { get; init; }

    [BeyondDocuments]
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static InstanceResponse Of(InstanceView view)
    {
        var (instance, connection) = (view.Instance, view.Connection);
        return new InstanceResponse
        {
            Id = instance.Id,
            TenantId = instance.OrganizationId,
            IntegrationId = instance.ProviderId,
            ProviderName = instance.ProviderKey,
            Category = view.Provider?.Document.Category,
            Name = instance.Name,
            Description = instance.Description,
            Icon = instance.Icon ?? view.Provider?.Document.Icon,
            Status = PlatformNames.Of(instance.Status),
            ConnectionStatus = connection is null ? null : PlatformNames.Of(connection.Status),
            ConnectionId = connection?.Id,
            AuthMethod = connection?.AuthKind,
            CredentialSecretName = connection?.SecretName,
            Settings = instance.Settings,
            AllowedShardTypes = instance.AllowedShardTypes,
            SearchEnabled = instance.SearchEnabled,
            SearchableEntities = instance.SearchableEntities,
            UserScoped = instance.UserScoped,
            Reference = instance.Reference,
            Tags = view.Tags,
            EnabledAt = instance.EnabledAt,
            EnabledBy = instance.EnabledBy,
            LastConnectedAt = instance.LastConnectedAt,
            LastSyncAt = instance.LastSyncAt,
            LastUsedAt = instance.LastUsedAt,
            LastError = instance.LastError,
            CreatedBy = instance.CreatedBy,
            CreatedAt = instance.CreatedAt,
            UpdatedAt = instance.UpdatedAt,
        };
    }
}
