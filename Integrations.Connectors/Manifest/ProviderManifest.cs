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

    /// <summary>The name that people know the product by; in catalogs, messages and titles.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One or two sentences for the catalog: what people can do with it.</summary>
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

    /// <summary>Of this description, not of the vendor's API: three numbers with dots between them.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>One of our own pictograms: calendar, branch, ticket, folder, bubble, bolt, flow, hook, video, mail, box.</summary>
    public required string Icon { get; init; }

    /// <summary>The tile's colour, <c>#rrggbb</c>, dark enough for white text (4.5:1).</summary>
    public required string Color { get; init; }

    /// <summary><c>organization</c>, <c>user</c> or both: who may create integrations of it.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [ProviderLevels.Organization, ProviderLevels.User];

    /// <summary>Each user connects for themself even on an organization's integration.</summary>
    public bool RequiresUserScoping { get; init; }

    /// <summary>Which way data goes: 001's <c>pull</c>, <c>push</c> and <c>bidirectional</c>, or <c>inbound</c> and <c>outbound</c>, as seen from the hub.</summary>
    public IReadOnlyList<string> SupportedSyncDirections { get; init; } = [];

    /// <summary>Changes arrive within seconds, because the vendor sends events. The catalog says it (001); nothing is decided by it.</summary>
    public bool SupportsRealtime { get; init; }

    /// <summary>People can be notified through it, such as by a message in a channel. The catalog says it (001); nothing is decided by it.</summary>
    public bool SupportsNotifications { get; init; }

    /// <summary>How the vendor searches; null where it cannot be searched, or where nothing is known.</summary>
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

    /// <summary>How an administrator registers the hub at the vendor; null where no client has to be registered.</summary>
    public SetupGuide? SetupGuide { get; init; }

    /// <summary>Organizations of the smallest plan cannot create integrations of it; without a <see cref="RequiredPlan"/> they need <c>team</c>.</summary>
    public bool IsPremium { get; init; }

    /// <summary>The smallest plan whose organizations may create integrations of it; null for all, unless <see cref="IsPremium"/>.</summary>
    public string? RequiredPlan { get; init; }

    /// <summary>How inbound events reach us, where the vendor sends any; null elsewhere.</summary>
    public InboundSetup? Inbound { get; init; }

    /// <summary>The way to connect of a kind; null when the provider does not offer it.</summary>
    /// <param name="kind">One of <see cref="AuthKinds"/>; a manifest has each once at most.</param>
    public AuthMethod? Method(string kind) => Auth.FirstOrDefault(method => method.Kind == kind);

    /// <summary>Whether a way to connect asks for a field of this name: an address, a name or a secret of the account.</summary>
    public bool IsAuthField(string name) => Auth.Any(method => method.Fields.Any(field => field.Name == name));

    /// <summary>What is wrong with it, for the person who wrote it; null when nothing is.</summary>
    internal string? Problem() =>
        Auth.Select(method => method.OAuth).OfType<OAuthManifest>().SelectMany(oauth => oauth.Scopes).FirstOrDefault(scope => string.IsNullOrWhiteSpace(scope.Reason)) is { } scope
            ? $"The manifest of '{Key}' asks for the scope '{scope.Name}' and does not say why (SECURITY O11)."
        : Settings.Any(setting => setting.Name == Purposes.Setting)
            ? $"The manifest of '{Key}' has a setting '{Purposes.Setting}', which is the hub's own: what an integration is for."
        : Settings.FirstOrDefault(setting => IsAuthField(setting.Name)) is { } taken
            ? $"The manifest of '{Key}' has '{taken.Name}' as a setting and as a field of a way to connect; it can be one of them only (SECURITY X2)."
            : null;

    /// <summary>How manifests are read: web defaults, and a member that is not known here is an error, so that a misspelled one is found. Comments and trailing commas may stand in them.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
}
