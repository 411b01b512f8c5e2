using System.Text.Json.Serialization;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Catalog;

/// <summary>001's IntegrationProviderDocument: all that the catalog shows of a provider. Never holds a secret.</summary>
public sealed record ProviderDocument
{
    /// <summary>001's <c>name</c>; a built-in provider's is its key.</summary>
    public required string Name { get; init; }

    /// <summary>As the vendor calls itself; for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One or two sentences on what it is good for; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>One of <see cref="ProviderCategories"/>.</summary>
    public required string Category { get; init; }

    /// <summary>The unique key.</summary>
    public required string Provider { get; init; }

    /// <summary>One of <see cref="ProviderStatuses"/>: only active ones can be connected.</summary>
    public required string Status { get; init; }

    /// <summary>One of <see cref="ProviderAudiences"/>: only those for tenants are offered.</summary>
    public required string Audience { get; init; }

    /// <summary>What can be done with it: abilities (<c>search</c>, <c>actions</c>, <c>sync</c>, <c>events</c>) and action names.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>001's directions in which data can go, such as <c>pull</c>. The catalog says it; whether changes are pulled is in <see cref="Capabilities"/>.</summary>
    public IReadOnlyList<string> SupportedSyncDirections { get; init; } = [];

    /// <summary>001's flag, as the manifest says it; whether the hub takes such news is <see cref="SupportsWebhooks"/>.</summary>
    public bool SupportsRealtime { get; init; }

    /// <summary>The vendor calls the hub when something changes.</summary>
    public bool SupportsWebhooks { get; init; }

    /// <summary>People can be notified through it. The catalog says it (001); nothing is decided by it.</summary>
    public bool SupportsNotifications { get; init; }

    /// <summary>Things can be found by words, filters or dates.</summary>
    public bool SupportsSearch { get; init; }

    /// <summary>Names of the entities that search can find; empty where there is no search.</summary>
    public IReadOnlyList<string> SearchableEntities { get; init; } = [];

    /// <summary>How the vendor searches; null where it does not.</summary>
    public SearchCapabilities? SearchCapabilities { get; init; }

    /// <summary>Each user connects for themself; an integration cannot say otherwise.</summary>
    public bool RequiresUserScoping { get; init; }

    /// <summary>The recommended way to connect; <see cref="AuthMethods"/> has all.</summary>
    public required string AuthType { get; init; }

    /// <summary>How signing in at the vendor works; null where that is no way to connect.</summary>
    [JsonPropertyName("oauthConfig")]
    public OAuthConfigDocument? OAuthConfig { get; init; }

    /// <summary>The kinds of things that the vendor has, and what they have.</summary>
    public IReadOnlyList<EntityDocument> AvailableEntities { get; init; } = [];

    /// <summary>Which of them stand for the hub's meetings and people.</summary>
    public IReadOnlyList<EntityMapping> EntityMappings { get; init; } = [];

    /// <summary>A pictogram, at most 2,000 characters.</summary>
    public required string Icon { get; init; }

    /// <summary>For the provider's tile, as CSS writes it; at most 40 characters.</summary>
    public required string Color { get; init; }

    /// <summary>Of the manifest, as 001 has it.</summary>
    public required string Version { get; init; }

    /// <summary>Needs a paid plan; which one <see cref="RequiredPlan"/> says, or <c>team</c>.</summary>
    public bool IsPremium { get; init; }

    /// <summary>The least plan that may connect it; null where any may, or <see cref="IsPremium"/> decides.</summary>
    public string? RequiredPlan { get; init; }

    /// <summary>All ways to connect, with the fields a person fills in.</summary>
    public IReadOnlyList<AuthMethodDocument> AuthMethods { get; init; } = [];

    /// <summary>Who may have integrations of it: <see cref="ProviderLevels"/>.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];
}
