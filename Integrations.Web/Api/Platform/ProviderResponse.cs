using System.Text.Json.Serialization;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <summary>001's IntegrationProviderDocument.</summary>
internal sealed record ProviderResponse
{
    public required Guid Id { get; init; }

    /// <summary>crm, communication, data_source, storage or custom.</summary>
    [OneOf("crm", "communication", "data_source", "storage", "custom")]
    public required string Category { get; init; }

    /// <summary>Unique identifier.</summary>
    public required string Provider { get; init; }

    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    /// <summary>active, beta, deprecated or disabled.</summary>
    [OneOf("active", "beta", "deprecated", "disabled")]
    public required string Status { get; init; }

    /// <summary>system or tenant.</summary>
    [OneOf("system", "tenant")]
    public required string Audience { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>pull, push, bidirectional.</summary>
    [OneOf("pull", "push", "bidirectional")]
    public required IReadOnlyList<string> SupportedSyncDirections { get; init; }

    public bool SupportsRealtime { get; init; }

    public bool SupportsWebhooks { get; init; }

    public bool SupportsNotifications { get; init; }

    public bool SupportsSearch { get; init; }

    public required IReadOnlyList<string> SearchableEntities { get; init; }

    public SearchCapabilities? SearchCapabilities { get; init; }

    public bool RequiresUserScoping { get; init; }

    /// <summary>oauth2, api_key, basic or custom: the recommended way; authMethods has all.</summary>
    [OneOf("oauth2", "api_key", "basic", "custom")]
    public required string AuthType { get; init; }

    /// <summary>Never holds the client's secret.</summary>
    [JsonPropertyName("oauthConfig")]
    public OAuthConfigResponse? OAuthConfig { get; init; }

    public required IReadOnlyList<EntityDocument> AvailableEntities { get; init; }

    public required IReadOnlyList<EntityMapping> EntityMappings { get; init; }

    public required string Icon { get; init; }

    public required string Color { get; init; }

    public required string Version { get; init; }

    public bool IsPremium { get; init; }

    public string? RequiredPlan { get; init; }

    /// <summary>All ways to connect, with the fields that a person fills in.</summary>
    [BeyondDocuments]
    public required IReadOnlyList<AuthMethodResponse> AuthMethods { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static ProviderResponse Of(CatalogEntry entry)
    {
        var document = entry.Document;
        return new ProviderResponse
        {
            Id = entry.Id,
            Category = document.Category,
            Provider = document.Provider,
            Name = document.Name,
            DisplayName = document.DisplayName,
            Description = document.Description,
            Status = document.Status,
            Audience = document.Audience,
            Capabilities = document.Capabilities,
            SupportedSyncDirections = [.. document.SupportedSyncDirections.Select(DirectionOf)],
            SupportsRealtime = document.SupportsRealtime,
            SupportsWebhooks = document.SupportsWebhooks,
            SupportsNotifications = document.SupportsNotifications,
            SupportsSearch = document.SupportsSearch,
            SearchableEntities = document.SearchableEntities,
            SearchCapabilities = document.SearchCapabilities,
            RequiresUserScoping = document.RequiresUserScoping,
            AuthType = document.AuthType,
            OAuthConfig = document.OAuthConfig is { } oauth ? new OAuthConfigResponse(oauth.AuthorizationUrl, oauth.TokenUrl, oauth.Scopes, oauth.ClientId, entry.HasOAuthClient) : null,
            AvailableEntities = document.AvailableEntities,
            EntityMappings = document.EntityMappings,
            Icon = document.Icon,
            Color = document.Color,
            Version = document.Version,
            IsPremium = document.IsPremium,
            RequiredPlan = document.RequiredPlan,
            AuthMethods = [.. document.AuthMethods.Select(m => new AuthMethodResponse(m.Kind, m.DisplayName, m.Fields))],
            CreatedAt = entry.CreatedAt,
            UpdatedAt = entry.UpdatedAt,
        };
    }

    // Manifests look from the vendor, 001 looks from the hub.
    private static string DirectionOf(string direction) => direction switch
    {
        "inbound" => "pull",
        "outbound" => "push",
        _ => direction,
    };
}
