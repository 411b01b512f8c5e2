using System.Text.Json.Serialization;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

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
