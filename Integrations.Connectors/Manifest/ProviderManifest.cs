using System.Text.Json;
using System.Text.Json.Serialization;

namespace Integrations.Connectors.Manifest;

/// <summary>How a connection proves itself; 001's <c>authType</c>.</summary>
public static class AuthKinds
{
    public const string OAuth2 = "oauth2";
    public const string ApiKey = "api_key";
    public const string Basic = "basic";
    public const string Custom = "custom";

    public static IReadOnlyList<string> All { get; } = [OAuth2, ApiKey, Basic, Custom];
}

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

    /// <summary>What is wrong with it, for whoever wrote it; null when nothing is.</summary>
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

public static class ProviderCategories
{
    public static IReadOnlyList<string> All { get; } = ["crm", "communication", "data_source", "storage", "custom"];
}

public static class ProviderStatuses
{
    public const string Active = "active";
    public const string Beta = "beta";
    public const string Deprecated = "deprecated";
    public const string Disabled = "disabled";

    public static IReadOnlyList<string> All { get; } = [Active, Beta, Deprecated, Disabled];
}

public static class ProviderAudiences
{
    public const string System = "system";
    public const string Tenant = "tenant";

    public static IReadOnlyList<string> All { get; } = [System, Tenant];
}

public static class ProviderLevels
{
    public const string Organization = "organization";
    public const string User = "user";
}

/// <param name="Key">Lower case with underscores; the second half of 003's <c>{type}_{app}</c>.</param>
public sealed record ProviderApp(string Key, string Name, string Description, string Category);

public sealed record SearchCapabilities(bool FullText, bool FieldSpecific, bool Filtered);

/// <param name="Name">Lower case, such as <c>event</c>; stable.</param>
/// <param name="Searchable">Search can be narrowed to it.</param>
public sealed record ProviderEntity(string Name, string DisplayName, string? Description = null, bool Searchable = true)
{
    /// <summary>Members of the entity's metadata that a widget may choose or filter by.</summary>
    public IReadOnlyList<EntityFieldDescriptor> Fields { get; init; } = [];
}

/// <param name="Type"><c>string</c>, <c>number</c>, <c>boolean</c>, <c>datetime</c> or <c>array</c>.</param>
public sealed record EntityFieldDescriptor(string Name, string Type, string? Description = null);

/// <param name="Entity">A name of <see cref="ProviderManifest.Entities"/>.</param>
/// <param name="ShardType">Our entity type: Meeting, Person, ….</param>
public sealed record EntityMapping(string Entity, string ShardType);

/// <summary>One way to connect.</summary>
public sealed record AuthMethod
{
    /// <summary>One of <see cref="AuthKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>On the button: "Sign in with GitHub".</summary>
    public required string DisplayName { get; init; }

    public string? Help { get; init; }

    /// <summary>What a person types; for OAuth what is asked before going to the vendor, such as an Enterprise host.</summary>
    public IReadOnlyList<FieldDescriptor> Fields { get; init; } = [];

    public OAuthManifest? OAuth { get; init; }
}

/// <summary>One field of a form.</summary>
/// <param name="Type"><c>text</c>, <c>url</c>, <c>email</c>, <c>number</c>, <c>boolean</c>, <c>choice</c> or <c>json</c>.</param>
public sealed record FieldDescriptor(string Name, string Label, string Type = "text")
{
    /// <summary>Stored in the vault and never shown again.</summary>
    public bool Secret { get; init; }

    public bool Required { get; init; }

    public string? Help { get; init; }

    public string? Placeholder { get; init; }

    public string? Default { get; init; }

    public IReadOnlyList<string> Options { get; init; } = [];

    public int MaxLength { get; init; } = 4_000;
}

/// <summary>The vendor's OAuth 2 addresses and habits.</summary>
public sealed record OAuthManifest
{
    /// <summary>May hold <c>{field}</c> of the method's fields, for vendors that customers host themselves.</summary>
    public required string AuthorizationUrl { get; init; }

    public required string TokenUrl { get; init; }

    public required IReadOnlyList<OAuthScope> Scopes { get; init; }

    public string ScopeSeparator { get; init; } = " ";

    /// <summary>The query parameter that carries the scopes; Slack's user tokens have their own.</summary>
    public string ScopeParameter { get; init; } = "scope";

    /// <summary>Further query parameters of the authorization address.</summary>
    public IReadOnlyDictionary<string, string> AuthorizationParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further parameters of token requests, such as the <c>resource</c> that a token is for (RFC 8707).</summary>
    public IReadOnlyDictionary<string, string> TokenParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>body</c> (client_secret_post) or <c>basic</c>.</summary>
    public string ClientAuthentication { get; init; } = "body";

    /// <summary>The token request's body: <c>form</c> or <c>json</c>.</summary>
    public string TokenRequestFormat { get; init; } = "form";

    /// <summary>PKCE S256 is always used (SECURITY O1) unless a vendor refuses it; the reason is then told here.</summary>
    public string? WithoutPkceBecause { get; init; }

    /// <summary><c>none</c>, <c>stable</c> (the refresh token stays) or <c>rotating</c> (each use gives a new one).</summary>
    public string Refresh { get; init; } = "stable";

    /// <summary>The vendor's issuer identifier where it sends <c>iss</c> (RFC 9207); null elsewhere.</summary>
    public string? Issuer { get; init; }

    /// <summary>How long an access token lives where the vendor does not say; null makes the expiry unknown.</summary>
    public int? DefaultLifetimeSeconds { get; init; }

    /// <summary>The token does not expire although no expiry is told (GitHub OAuth apps, Slack without rotation).</summary>
    public bool TokensWithoutExpiryLast { get; init; }

    /// <summary>A grant not used for this long dies at the vendor; null where there is no such limit.</summary>
    public int? IdleLimitDays { get; init; }

    /// <summary>How a token is revoked at the vendor on disconnect; null where the vendor has no way.</summary>
    public RevocationManifest? Revocation { get; init; }
}

/// <param name="Name">The technical name.</param>
/// <param name="Label">In words: "Read your calendars and events".</param>
/// <param name="Reason">Why the connector needs it (SECURITY O11).</param>
public sealed record OAuthScope(string Name, string Label, string Reason)
{
    /// <summary>A connection without it still works, with fewer abilities.</summary>
    public bool Optional { get; init; }

    /// <summary>The vendor grants it and does not list it among the granted ones, so that its absence says nothing.</summary>
    public bool NeverListed { get; init; }
}

/// <summary>How to revoke. Values may hold <c>{accessToken}</c>, <c>{refreshToken}</c>, <c>{clientId}</c> and <c>{clientSecret}</c>.</summary>
public sealed record RevocationManifest
{
    public required string Url { get; init; }

    /// <summary>The address where the operator set <c>Providers:{key}:BaseUrl</c>; <c>{baseUrl}</c> stands for it. Null: nothing is revoked there.</summary>
    public string? SelfHostedUrl { get; init; }

    public string Method { get; init; } = "POST";

    /// <summary><c>form</c>, <c>json</c> or <c>none</c>.</summary>
    public string Body { get; init; } = "form";

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>none</c>, <c>bearer</c> (the access token) or <c>basic</c> (the client).</summary>
    public string Authentication { get; init; } = "none";

    /// <summary>Revoking one token ends all that the account gave to the client, so only the last connection of an account may revoke.</summary>
    public bool EndsGrant { get; init; }

    /// <summary>The status that says that the token is gone already; null where the vendor confirms that too.</summary>
    public int? GoneStatus { get; init; }
}

/// <summary>For an administrator who registers the OAuth client at the vendor.</summary>
public sealed record SetupGuide
{
    /// <summary>The vendor's page to register a client at.</summary>
    public string? RegisterUrl { get; init; }

    /// <summary>One step a line, in order; plain text. <c>{callbackUrl}</c> stands for the address to paste.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}

/// <summary>How the vendor's events are set up.</summary>
public sealed record InboundSetup
{
    /// <summary>One step a line; <c>{inboundUrl}</c> and <c>{secret}</c> stand for what to paste.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Event names that the connector understands, in the vendor's words.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];
}
