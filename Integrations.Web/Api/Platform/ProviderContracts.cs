using System.Text.Json.Serialization;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Primitives;
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

/// <param name="IsConfigured">A client id and secret are set, so that people can sign in.</param>
internal sealed record OAuthConfigResponse(string? AuthorizationUrl, string? TokenUrl, IReadOnlyList<string> Scopes, string? ClientId, [property: BeyondDocuments] bool IsConfigured);

internal sealed record AuthMethodResponse(string Kind, string DisplayName, IReadOnlyList<FieldDescriptor> Fields);

internal sealed record ProviderListResponse(IReadOnlyList<ProviderResponse> Providers, int Total, int Limit, int Offset, bool HasMore, int? NextOffset)
{
    public static ProviderListResponse Of(Page<CatalogEntry> page, PageRequest asked)
    {
        var next = asked.Offset + page.Items.Count;
        var hasMore = next < page.Total;
        return new ProviderListResponse([.. page.Items.Select(ProviderResponse.Of)], page.Total, asked.Limit, asked.Offset, hasMore, hasMore ? next : null);
    }
}

/// <summary>001's OAuthConfig; the secret goes into the vault and is never shown again.</summary>
[ApiRequest]
[HoldsSecret]
internal sealed class OAuthConfigRequest
{
    public string? AuthorizationUrl { get; init; }

    public string? TokenUrl { get; init; }

    public IReadOnlyList<string?>? Scopes { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public override string ToString() => "***";
}

/// <summary>001's create; every member of the document that the hub does not set itself.</summary>
[ApiRequest(
    nameof(CreateProviderRequest.Name), nameof(CreateProviderRequest.DisplayName), nameof(CreateProviderRequest.Category), nameof(CreateProviderRequest.Provider), nameof(CreateProviderRequest.Status), nameof(CreateProviderRequest.Audience), nameof(CreateProviderRequest.Capabilities), nameof(CreateProviderRequest.SupportedSyncDirections),
    nameof(CreateProviderRequest.SupportsRealtime), nameof(CreateProviderRequest.SupportsWebhooks), nameof(CreateProviderRequest.SupportsNotifications), nameof(CreateProviderRequest.SupportsSearch), nameof(CreateProviderRequest.RequiresUserScoping), nameof(CreateProviderRequest.AuthType),
    nameof(CreateProviderRequest.AvailableEntities), nameof(CreateProviderRequest.Icon), nameof(CreateProviderRequest.Color), nameof(CreateProviderRequest.Version))]
[HoldsSecret]
internal sealed class CreateProviderRequest
{
    public string? Name { get; init; }

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    /// <summary>crm, communication, data_source, storage or custom.</summary>
    [OneOf("crm", "communication", "data_source", "storage", "custom")]
    public string? Category { get; init; }

    /// <summary>Unique identifier.</summary>
    public string? Provider { get; init; }

    /// <summary>active, beta, deprecated or disabled.</summary>
    [OneOf("active", "beta", "deprecated", "disabled")]
    public string? Status { get; init; }

    /// <summary>system or tenant.</summary>
    [OneOf("system", "tenant")]
    public string? Audience { get; init; }

    public IReadOnlyList<string?>? Capabilities { get; init; }

    /// <summary>pull, push, bidirectional.</summary>
    [OneOf("pull", "push", "bidirectional")]
    public IReadOnlyList<string?>? SupportedSyncDirections { get; init; }

    public bool? SupportsRealtime { get; init; }

    public bool? SupportsWebhooks { get; init; }

    public bool? SupportsNotifications { get; init; }

    public bool? SupportsSearch { get; init; }

    public IReadOnlyList<string?>? SearchableEntities { get; init; }

    public SearchCapabilities? SearchCapabilities { get; init; }

    public bool? RequiresUserScoping { get; init; }

    /// <summary>oauth2, api_key, basic or custom.</summary>
    [OneOf("oauth2", "api_key", "basic", "custom")]
    public string? AuthType { get; init; }

    [JsonPropertyName("oauthConfig")]
    public OAuthConfigRequest? OAuthConfig { get; init; }

    public IReadOnlyList<EntityDocument?>? AvailableEntities { get; init; }

    public IReadOnlyList<EntityMapping?>? EntityMappings { get; init; }

    public string? Icon { get; init; }

    public string? Color { get; init; }

    public string? Version { get; init; }

    public bool IsPremium { get; init; }

    public string? RequiredPlan { get; init; }

    public override string ToString() => "***";

    /// <summary>What 001 demands and Core would not miss; the rest it checks itself.</summary>
    public Failure? Missing()
    {
        var missing = new (string Name, object? Value)[]
            {
                ("capabilities", Capabilities), ("supportedSyncDirections", SupportedSyncDirections), ("supportsRealtime", SupportsRealtime), ("supportsWebhooks", SupportsWebhooks),
                ("supportsNotifications", SupportsNotifications), ("supportsSearch", SupportsSearch), ("requiresUserScoping", RequiresUserScoping), ("availableEntities", AvailableEntities),
            }
            .Where(member => member.Value is null).ToDictionary(member => member.Name, member => (string[])[$"{member.Name} is required."], StringComparer.Ordinal);
        return missing.Count == 0 ? null : Failure.Invalid("validation", $"{missing.Keys.First()} is required.") with { Fields = missing };
    }

    /// <summary>As Core takes it, which says what is missing or wrong.</summary>
    public ProviderDocument ToDocument() => new()
    {
        Name = Name!,
        DisplayName = DisplayName!,
        Description = Description,
        Category = Category!,
        Provider = Provider!,
        Status = Status!,
        Audience = Audience!,
        Capabilities = Known(Capabilities),
        SupportedSyncDirections = Known(SupportedSyncDirections),
        SupportsRealtime = SupportsRealtime ?? false,
        SupportsWebhooks = SupportsWebhooks ?? false,
        SupportsNotifications = SupportsNotifications ?? false,
        SupportsSearch = SupportsSearch ?? false,
        SearchableEntities = Known(SearchableEntities),
        SearchCapabilities = SearchCapabilities,
        RequiresUserScoping = RequiresUserScoping ?? false,
        AuthType = AuthType!,
        OAuthConfig = OAuthConfig is { } oauth
            ? new OAuthConfigDocument { AuthorizationUrl = oauth.AuthorizationUrl, TokenUrl = oauth.TokenUrl, Scopes = Known(oauth.Scopes), ClientId = oauth.ClientId }
            : null,
        AvailableEntities = Known(AvailableEntities),
        EntityMappings = Known(EntityMappings),
        Icon = Icon!,
        Color = Color!,
        Version = Version!,
        IsPremium = IsPremium,
        RequiredPlan = RequiredPlan,
    };

    private static List<T> Known<T>(IReadOnlyList<T?>? items)
        where T : class => [.. (items ?? []).OfType<T>()];
}

[ApiRequest(nameof(ProviderStatusRequest.Status))]
internal sealed record ProviderStatusRequest([property: OneOf("active", "beta", "deprecated", "disabled")] string? Status);

[ApiRequest(nameof(ProviderAudienceRequest.Audience))]
internal sealed record ProviderAudienceRequest([property: OneOf("system", "tenant")] string? Audience);

internal sealed record ProviderStatusResponse(Guid Id, [property: OneOf("active", "beta", "deprecated", "disabled")] string Status, DateTimeOffset UpdatedAt);

internal sealed record ProviderAudienceResponse(Guid Id, [property: OneOf("system", "tenant")] string Audience, DateTimeOffset UpdatedAt);

/// <param name="ResponseTime">Milliseconds.</param>
internal sealed record ProviderTestResponse(bool Success, string? Message, string? Error, DateTimeOffset TestedAt, long? ResponseTime);
