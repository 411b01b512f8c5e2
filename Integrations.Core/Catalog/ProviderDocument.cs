using System.Text.Json.Serialization;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Catalog;

/// <summary>001's IntegrationProviderDocument: all that the catalog shows of a provider. Never holds a secret.</summary>
public sealed record ProviderDocument
{
    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public required string Category { get; init; }

    /// <summary>The unique key.</summary>
    public required string Provider { get; init; }

    public required string Status { get; init; }

    public required string Audience { get; init; }

    /// <summary>What can be done with it: abilities (<c>search</c>, <c>actions</c>, <c>sync</c>, <c>events</c>) and action names.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyList<string> SupportedSyncDirections { get; init; } = [];

    public bool SupportsRealtime { get; init; }

    public bool SupportsWebhooks { get; init; }

    public bool SupportsNotifications { get; init; }

    public bool SupportsSearch { get; init; }

    public IReadOnlyList<string> SearchableEntities { get; init; } = [];

    public SearchCapabilities? SearchCapabilities { get; init; }

    public bool RequiresUserScoping { get; init; }

    /// <summary>The recommended way to connect; <see cref="AuthMethods"/> has all.</summary>
    public required string AuthType { get; init; }

    [JsonPropertyName("oauthConfig")]
    public OAuthConfigDocument? OAuthConfig { get; init; }

    public IReadOnlyList<EntityDocument> AvailableEntities { get; init; } = [];

    public IReadOnlyList<EntityMapping> EntityMappings { get; init; } = [];

    public required string Icon { get; init; }

    public required string Color { get; init; }

    public required string Version { get; init; }

    public bool IsPremium { get; init; }

    public string? RequiredPlan { get; init; }

    /// <summary>All ways to connect, with the fields a person fills in.</summary>
    public IReadOnlyList<AuthMethodDocument> AuthMethods { get; init; } = [];

    public IReadOnlyList<string> Levels { get; init; } = [];
}
