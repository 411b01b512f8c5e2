using System.Text.Json;
using System.Text.Json.Serialization;

namespace Integrations.Connectors.Manifest;

/// <summary>
/// What the hub knows about a provider before anyone connects it: the file <c>manifest.json</c> in the vendor's folder.
/// It is data, so listing the catalog runs no vendor code.
/// </summary>
public sealed record ProviderManifest
{
    /// <summary>Unique identifier, lower case with underscores; 001's <c>provider</c> and <c>name</c>.</summary>
    public required string Key { get; init; }

    public required string DisplayName { get; init; }

    public required string Description { get; init; }

    /// <summary>One of <see cref="ProviderCategories"/>.</summary>
    public required string Category { get; init; }

    /// <summary>One of <see cref="ProviderStatuses"/>.</summary>
    public string Status { get; init; } = ProviderStatuses.Active;

    /// <summary><c>tenant</c>, or <c>system</c> for super admins only.</summary>
    public string Audience { get; init; } = ProviderAudiences.Tenant;

    /// <summary>003's <c>type</c> of this provider's integrations: <c>zapier</c>, <c>n8n</c>, <c>webhook</c>, else <c>custom</c>.</summary>
    public string AutomationType { get; init; } = "custom";

    /// <summary>Well-known apps that are reached through this provider, for 003's catalog; it may reach many more.</summary>
    public IReadOnlyList<ProviderApp> Apps { get; init; } = [];

    public string Version { get; init; } = "1.0.0";

    /// <summary>One of our own pictograms: calendar, branch, ticket, folder, bubble, bolt, flow, hook, video, mail, box.</summary>
    public required string Icon { get; init; }

    /// <summary>The tile's colour, <c>#rrggbb</c>, dark enough for white text (4.5:1).</summary>
    public required string Color { get; init; }

    /// <summary><c>organization</c>, <c>user</c> or both: who may create integrations of it.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [ProviderLevels.Organization, ProviderLevels.User];

    /// <summary>Each user connects for themself even on an organization's integration.</summary>
    public bool RequiresUserScoping { get; init; }

    public IReadOnlyList<string> SupportedSyncDirections { get; init; } = [];

    public bool SupportsRealtime { get; init; }

    public bool SupportsNotifications { get; init; }

    public SearchCapabilities? SearchCapabilities { get; init; }

    /// <summary>The vendor's things that the connector knows.</summary>
    public IReadOnlyList<ProviderEntity> Entities { get; init; } = [];

    /// <summary>Which of our entity types a vendor entity is proposed for.</summary>
    public IReadOnlyList<EntityMapping> EntityMappings { get; init; } = [];

    /// <summary>The ways to connect, the recommended one first.</summary>
    public required IReadOnlyList<AuthMethod> Auth { get; init; }

    /// <summary>Settings of an integration, shown as a form.</summary>
    public IReadOnlyList<FieldDescriptor> Settings { get; init; } = [];

    /// <summary>Hosts that a credential of this provider may be sent to, besides the hosts of URL fields that were typed (SECURITY T10).</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>
    /// The connection calls an address that a person gave and that belongs to no vendor: calls leave under the rules for
    /// user-given addresses, to which the sandbox is closed (SECURITY I6 to I10).
    /// </summary>
    public bool UserUrl { get; init; }

    /// <summary>The vendor's own words for a credential that is dead.</summary>
    public DeadCredential DeadCredential { get; init; } = DeadCredential.None;

    public SetupGuide? SetupGuide { get; init; }

    public bool IsPremium { get; init; }

    public string? RequiredPlan { get; init; }

    /// <summary>How inbound events reach us, where the vendor sends any; null elsewhere.</summary>
    public InboundSetup? Inbound { get; init; }

    public AuthMethod? Method(string kind) => Auth.FirstOrDefault(method => method.Kind == kind);

    /// <summary>Whether a way to connect asks for a field of this name: an address, a name or a secret of the account.</summary>
    public bool IsAuthField(string name) => Auth.Any(method => method.Fields.Any(field => field.Name == name));

    /// <summary>What is wrong with it, for the person who wrote it; null when nothing is.</summary>
    internal string? Problem() =>
        Auth.Select(method => method.OAuth).OfType<OAuthManifest>().SelectMany(oauth => oauth.Scopes).FirstOrDefault(scope => string.IsNullOrWhiteSpace(scope.Reason)) is { } scope
            ? $"The manifest of '{Key}' asks for the scope '{scope.Name}' and does not say why (SECURITY O11)."
        : Settings.FirstOrDefault(setting => IsAuthField(setting.Name)) is { } taken
            ? $"The manifest of '{Key}' has '{taken.Name}' as a setting and as a field of a way to connect; it can be one of them only (SECURITY X2)."
            : null;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
}
