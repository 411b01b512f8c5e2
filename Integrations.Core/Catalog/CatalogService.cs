using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Catalog;

/// <summary>A provider with all that is known of it.</summary>
/// <param name="Connector">Null where a super admin described a provider that this program has no connector for.</param>
/// <param name="HasOAuthClient">An OAuth client is configured, so people can sign in with it.</param>
public sealed record CatalogEntry(Guid Id, ProviderDocument Document, ConnectorEntry? Connector, bool IsBuiltIn, bool HasOAuthClient, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int Version)
{
    public string Key => Document.Provider;

    public string DisplayName => Document.DisplayName;

    public bool IsOffered => Document is { Audience: ProviderAudiences.Tenant, Status: ProviderStatuses.Active };
}

/// <summary>Which providers are wanted; null members do not filter.</summary>
public sealed record ProviderFilter(string? Category = null, string? Status = null, string? Audience = null, string? Search = null);

/// <summary>The OAuth client that a flow uses.</summary>
[HoldsSecret]
public sealed class OAuthClient(string clientId, Secret clientSecret)
{
    public string ClientId => clientId;

    public Secret ClientSecret => clientSecret;

    public override string ToString() => "***";
}

/// <summary>The catalog: what can be connected. Reads come from a copy in memory that is at most five seconds old.</summary>
public sealed partial class CatalogService(
    IDbContextFactory<IntegrationsDbContext> contexts,
    IEnumerable<IProviderUse> uses,
    ConnectorCatalog connectors,
    CredentialVault vault,
    AuditLog audit,
    IOptions<ProvidersOptions> clients,
    TimeProvider clock) : IDisposable
{
    /// <summary>How long a change on another node may go unseen (RELIABILITY M1).</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private Snapshot? _snapshot;
    private int _changes;

    /// <summary>Offered providers, for everybody who is signed in: audience tenant and status active (001).</summary>
    public async Task<Result<Page<CatalogEntry>>> ListOfferedAsync(Caller caller, ProviderFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        page.Validate() is { } invalid ? invalid
        : Select((await LoadAsync(cancellationToken)).Entries.Where(e => e.IsOffered || (caller.IsSuperAdmin && e.Document.Status == ProviderStatuses.Active)), filter, page);

    /// <summary>An offered provider by category and id or key; another category is another address, so not found.</summary>
    public async Task<Result<CatalogEntry>> GetOfferedAsync(Caller caller, string? category, string idOrKey, CancellationToken cancellationToken) =>
        await FindAsync(category, idOrKey, cancellationToken) is { } entry && (entry.IsOffered || caller.IsSuperAdmin) ? entry : ProviderFailures.NotFound(idOrKey);

    /// <summary>All providers, for super admins.</summary>
    public async Task<Result<Page<CatalogEntry>>> ListAllAsync(Caller caller, ProviderFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        caller.Must(Rights.ReadAllProviders) is { } forbidden ? forbidden
        : page.Validate() is { } invalid ? invalid
        : Select((await LoadAsync(cancellationToken)).Entries, filter, page);

    public async Task<Result<CatalogEntry>> GetAnyAsync(Caller caller, string? category, string idOrKey, CancellationToken cancellationToken) =>
        caller.Must(Rights.ReadAllProviders) is { } forbidden ? forbidden
        : await FindAsync(category, idOrKey, cancellationToken) is { } entry ? entry
        : ProviderFailures.NotFound(idOrKey);

    /// <summary>For services: a provider by key or id, whoever asks. Null when there is none.</summary>
    public async Task<CatalogEntry?> FindAsync(string idOrKey, CancellationToken cancellationToken) => await FindAsync(null, idOrKey, cancellationToken);

    /// <summary>For services: everything.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> AllAsync(CancellationToken cancellationToken) => (await LoadAsync(cancellationToken)).Entries;

    /// <summary>Describes a provider that has no connector in this program (001's create).</summary>
    /// <param name="caller">A super admin.</param>
    /// <param name="document">The whole document.</param>
    /// <param name="clientSecret">Of its OAuth client; goes into the vault.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<CatalogEntry>> CreateAsync(Caller caller, ProviderDocument document, string? clientSecret, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if ((Check(document) ?? PastedText.Check("oauthConfig.clientId", document.OAuthConfig?.ClientId) ?? PastedText.Check("oauthConfig.clientSecret", clientSecret)) is { } invalid)
        {
            return invalid;
        }

        var now = clock.GetUtcNow();
        var provider = new Provider
        {
            Id = Guid.CreateVersion7(now),
            Key = document.Provider,
            DisplayName = document.DisplayName,
            Category = document.Category,
            Status = document.Status,
            Audience = document.Audience,
            BaseJson = ProviderDocuments.Write(document with { Levels = [ProviderLevels.Organization, ProviderLevels.User], AuthMethods = DefaultMethods(document.AuthType) }),
            OAuthClientId = document.OAuthConfig?.ClientId,
            CreatedAt = now,
        };
        provider.OAuthClientSecretCiphertext = provider.OAuthClientId is null || string.IsNullOrWhiteSpace(clientSecret) ? null : Protect(provider, clientSecret);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Providers.Add(provider);
        audit.Add(db, caller, "provider.created", new AuditTarget("provider", provider.Key, document.DisplayName), after: document);
        return await SaveAsync(db, provider, cancellationToken);
    }

    /// <summary>Changes a provider's document; members that are absent stay as they are.</summary>
    /// <param name="caller">A super admin.</param>
    /// <param name="category">As in the address; null for any.</param>
    /// <param name="idOrKey">The provider.</param>
    /// <param name="patch">001's partial document.</param>
    /// <param name="expectedVersion">From If-Match; null lets the last write win.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<CatalogEntry>> PatchAsync(Caller caller, string? category, string idOrKey, JsonObject patch, int? expectedVersion, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if (await FindAsync(category, idOrKey, cancellationToken) is not { } entry)
        {
            return ProviderFailures.NotFound(idOrKey);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var provider = await db.Providers.SingleAsync(p => p.Id == entry.Id, cancellationToken);
        if (expectedVersion is { } expected && expected != provider.Version)
        {
            return Stale();
        }

        if (TakeOAuthClient(patch, provider) is { } wrong)
        {
            return wrong;
        }

        ProviderDocument changed;
        try
        {
            provider.OverridesJson = ProviderDocuments.AddOverrides(provider.OverridesJson, patch);
            changed = ProviderDocuments.Read(provider.BaseJson, provider.OverridesJson);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Failure.InvalidField((exception as JsonException)?.Path?.TrimStart('$', '.') ?? "body", "This value has the wrong type.");
        }

        if (Check(changed) is { } invalid)
        {
            return invalid;
        }

        (provider.DisplayName, provider.Category, provider.Status, provider.Audience) = (changed.DisplayName, changed.Category, changed.Status, changed.Audience);
        audit.Add(db, caller, "provider.updated", new AuditTarget("provider", provider.Key, provider.DisplayName), before: entry.Document, after: changed);
        return await SaveAsync(db, provider, cancellationToken);
    }

    /// <summary>Deletes a provider that was created here and is not in use; one with a connector can only be disabled.</summary>
    public async Task<Result<Done>> DeleteAsync(Caller caller, string? category, string idOrKey, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if (await FindAsync(category, idOrKey, cancellationToken) is not { } entry)
        {
            return ProviderFailures.NotFound(idOrKey);
        }

        if (entry.IsBuiltIn)
        {
            return ProviderFailures.BuiltIn(entry.DisplayName);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var use in uses)
        {
            if (await use.IsUsedAsync(db, entry.Id, cancellationToken))
            {
                return ProviderFailures.InUse(entry.DisplayName);
            }
        }

        db.Providers.Remove(await db.Providers.SingleAsync(p => p.Id == entry.Id, cancellationToken));
        audit.Add(db, caller, "provider.deleted", new AuditTarget("provider", entry.Key, entry.DisplayName), before: entry.Document);
        await db.SaveChangesAsync(cancellationToken);
        Forget();
        return Done.Value;
    }

    /// <summary>Stores the provider's OAuth client; connections made with the former client keep working until they are refreshed.</summary>
    public async Task<Result<CatalogEntry>> SetOAuthClientAsync(Caller caller, string idOrKey, string? clientId, string? clientSecret, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.ChangeProviders) is { } forbidden)
        {
            return forbidden;
        }

        if (await FindAsync(null, idOrKey, cancellationToken) is not { } entry)
        {
            return ProviderFailures.NotFound(idOrKey);
        }

        if ((Text.CheckLength("clientId", clientId, 400) ?? PastedText.Check("clientId", clientId) ?? PastedText.Check("clientSecret", clientSecret)) is { } tooLong)
        {
            return tooLong;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var provider = await db.Providers.SingleAsync(p => p.Id == entry.Id, cancellationToken);
        provider.OAuthClientId = string.IsNullOrWhiteSpace(clientId) ? null : PastedText.Clean(clientId);
        provider.OAuthClientSecretCiphertext = provider.OAuthClientId is null || string.IsNullOrWhiteSpace(clientSecret)
            ? null
            : Protect(provider, clientSecret);
        audit.Add(db, caller, "provider.oauth_client_changed", new AuditTarget("provider", provider.Key, provider.DisplayName), after: new { provider.OAuthClientId });
        return await SaveAsync(db, provider, cancellationToken);
    }

    /// <summary>The OAuth client in force: the one from the provider's page, else the configuration's; null when there is neither.</summary>
    internal async Task<OAuthClient?> FindOAuthClientAsync(string key, CancellationToken cancellationToken)
    {
        var snapshot = await LoadAsync(cancellationToken);
        if (snapshot.Clients.TryGetValue(key, out var stored)
            && vault.Open("provider", Guid.Empty, stored.ProviderId, "client_secret", stored.Ciphertext) is { } secret)
        {
            return new OAuthClient(stored.ClientId, new Secret(secret));
        }

        return clients.Value.TryGetValue(key, out var configured) && configured is { ClientId.Length: > 0, ClientSecret.Length: > 0 }
            ? new OAuthClient(configured.ClientId, new Secret(configured.ClientSecret))
            : null;
    }

    /// <summary>Writes the built-in providers at start; what a super admin changed stays changed.</summary>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        var stored = await db.Providers.ToDictionaryAsync(p => p.Key, cancellationToken);
        foreach (var entry in connectors.All)
        {
            var document = ProviderDocuments.From(entry);
            var json = ProviderDocuments.Write(document);
            if (!stored.TryGetValue(entry.Manifest.Key, out var provider))
            {
                var now = clock.GetUtcNow();
                provider = new Provider
                {
                    Id = Guid.CreateVersion7(now),
                    Key = entry.Manifest.Key,
                    DisplayName = document.DisplayName,
                    Category = document.Category,
                    Status = document.Status,
                    Audience = document.Audience,
                    IsBuiltIn = true,
                    BaseJson = json,
                    CreatedAt = now,
                };
                db.Providers.Add(provider);
            }
            else if (provider.BaseJson != json)
            {
                provider.BaseJson = json;
                var merged = ProviderDocuments.Read(json, provider.OverridesJson);
                (provider.DisplayName, provider.Category, provider.Status, provider.Audience) = (merged.DisplayName, merged.Category, merged.Status, merged.Audience);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        Forget();
    }

    public void Dispose() => _loading.Dispose();

    private async Task<CatalogEntry?> FindAsync(string? category, string idOrKey, CancellationToken cancellationToken)
    {
        var snapshot = await LoadAsync(cancellationToken);
        var entry = Guid.TryParse(idOrKey, out var id) ? snapshot.ById.GetValueOrDefault(id) : snapshot.ByKey.GetValueOrDefault(idOrKey);
        return entry is not null && (category is null || entry.Document.Category == category) ? entry : null;
    }

    private async Task<Result<CatalogEntry>> SaveAsync(IntegrationsDbContext db, Provider provider, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Stale();
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            return ProviderFailures.KeyTaken(provider.Key);
        }

        Forget();
        return Entry(provider);
    }

    private CatalogEntry Entry(Provider provider)
    {
        var configured = clients.Value.TryGetValue(provider.Key, out var client) && client is { ClientId.Length: > 0, ClientSecret.Length: > 0 };
        var document = ProviderDocuments.Read(provider.BaseJson, provider.OverridesJson);
        var clientId = provider.OAuthClientId ?? (configured ? client!.ClientId : null);
        return new CatalogEntry(
            provider.Id,
            document.OAuthConfig is null ? document : document with { OAuthConfig = document.OAuthConfig with { ClientId = clientId } },
            connectors.Find(provider.Key),
            provider.IsBuiltIn,
            provider.OAuthClientSecretCiphertext is not null || configured,
            provider.CreatedAt,
            provider.UpdatedAt,
            provider.Version);
    }

    private void Forget()
    {
        Interlocked.Increment(ref _changes);
        Volatile.Write(ref _snapshot, null);
    }

    private async ValueTask<Snapshot> LoadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _snapshot) is { } fresh && clock.GetElapsedTime(fresh.LoadedAt) < MaxAge)
        {
            return fresh;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref _snapshot) is { } loaded && clock.GetElapsedTime(loaded.LoadedAt) < MaxAge)
            {
                return loaded;
            }

            var changes = Volatile.Read(ref _changes);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var providers = await db.Providers.AsNoTracking().OrderBy(p => p.DisplayName).ThenBy(p => p.Id).ToListAsync(cancellationToken);
            var snapshot = new Snapshot(
                [.. providers.Select(Entry)],
                providers.Where(p => p is { OAuthClientId: not null, OAuthClientSecretCiphertext: not null })
                    .ToDictionary(p => p.Key, p => new StoredClient(p.Id, p.OAuthClientId!, p.OAuthClientSecretCiphertext!), StringComparer.Ordinal),
                clock.GetTimestamp());
            // What was read before a change here was committed is not kept beyond this answer.
            if (changes == Volatile.Read(ref _changes))
            {
                Volatile.Write(ref _snapshot, snapshot);
            }

            return snapshot;
        }
        finally
        {
            _loading.Release();
        }
    }

    private static Result<Page<CatalogEntry>> Select(IEnumerable<CatalogEntry> entries, ProviderFilter filter, PageRequest page)
    {
        var matching = entries.Where(e =>
            (filter.Category is null || e.Document.Category == filter.Category)
            && (filter.Status is null || e.Document.Status == filter.Status)
            && (filter.Audience is null || e.Document.Audience == filter.Audience)
            && (string.IsNullOrWhiteSpace(filter.Search)
                || TextMatch.Contains(e.DisplayName, filter.Search.Trim())
                || e.Key.Contains(filter.Search.Trim(), StringComparison.OrdinalIgnoreCase)
                || TextMatch.Contains(e.Document.Description, filter.Search.Trim()))).ToList();
        Func<CatalogEntry, IComparable>? key = page.SortBy switch
        {
            null or "displayName" => e => e.DisplayName,
            "name" or "provider" => e => e.Key,
            "category" => e => e.Document.Category,
            "status" => e => e.Document.Status,
            "createdAt" => e => e.CreatedAt,
            "updatedAt" => e => e.UpdatedAt,
            _ => null,
        };
        if (key is null)
        {
            return Failure.InvalidField("sortBy", "sortBy must be one of name, displayName, provider, category, status, createdAt, updatedAt.");
        }

        var ordered = page.Descending ? matching.OrderByDescending(key).ThenBy(e => e.Id) : matching.OrderBy(key).ThenBy(e => e.Id);
        return new Page<CatalogEntry>([.. ordered.Skip(page.Offset).Take(page.Limit)], matching.Count);
    }

    private string Protect(Provider provider, string clientSecret) => vault.Protect("provider", Guid.Empty, provider.Id, "client_secret", PastedText.Clean(clientSecret));

    /// <summary>A patch's OAuth client goes where its secret is safe; the document keeps what may be shown (SECURITY T5).</summary>
    private Failure? TakeOAuthClient(JsonObject patch, Provider provider)
    {
        if (patch.FirstOrDefault(m => m.Key.Equals("oauthConfig", StringComparison.OrdinalIgnoreCase)) is not { Key: not null, Value: JsonObject oauth } member)
        {
            return null;
        }

        string? Take(string name)
        {
            var found = oauth.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found.Key is not null)
            {
                oauth.Remove(found.Key);
            }

            return found.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }

        var (clientId, clientSecret) = (Take("clientId"), Take("clientSecret"));
        if ((Text.CheckLength("oauthConfig.clientId", clientId, 400) ?? Text.CheckLength("oauthConfig.clientSecret", clientSecret, 4_000)
            ?? PastedText.Check("oauthConfig.clientId", clientId) ?? PastedText.Check("oauthConfig.clientSecret", clientSecret)) is { } invalid)
        {
            return invalid;
        }

        provider.OAuthClientId = string.IsNullOrWhiteSpace(clientId) ? provider.OAuthClientId : PastedText.Clean(clientId);
        provider.OAuthClientSecretCiphertext = string.IsNullOrWhiteSpace(clientSecret) ? provider.OAuthClientSecretCiphertext : Protect(provider, clientSecret);
        foreach (var other in oauth.Select(m => m.Key).Where(name => name is not ("authorizationUrl" or "tokenUrl" or "scopes")).ToList())
        {
            oauth.Remove(other);
        }

        if (oauth.Count == 0)
        {
            patch.Remove(member.Key);
        }

        return null;
    }

    private static Failure? Check(ProviderDocument document) =>
        !KeyPattern().IsMatch(document.Provider ?? "") ? Failure.InvalidField("provider", "provider must be 2 to 60 lower case letters, digits and underscores, beginning with a letter.")
        : Text.CheckName("name", document.Name, 120)
        ?? Text.CheckName("displayName", document.DisplayName, 120)
        ?? Text.CheckLength("description", document.Description, 2_000)
        ?? OneOf("category", document.Category, ProviderCategories.All)
        ?? OneOf("status", document.Status, ProviderStatuses.All)
        ?? OneOf("audience", document.Audience, ProviderAudiences.All)
        ?? OneOf("authType", document.AuthType, AuthKinds.All)
        ?? CheckLists(document)
        ?? (document.SupportedSyncDirections.FirstOrDefault(d => d is not ("pull" or "push" or "bidirectional" or "inbound" or "outbound")) is { } direction
            ? Failure.InvalidField("supportedSyncDirections", $"'{Text.Cut(direction, 40)}' is not one of pull, push, bidirectional.")
            : null)
        ?? Text.CheckName("icon", document.Icon, 2_000)
        ?? Text.CheckName("color", document.Color, 40)
        ?? Text.CheckName("version", document.Version, 40);

    private static Failure? CheckLists(ProviderDocument document) =>
        CheckList("capabilities", document.Capabilities, text => text)
        ?? CheckList("supportedSyncDirections", document.SupportedSyncDirections, text => text)
        ?? CheckList("searchableEntities", document.SearchableEntities, text => text)
        ?? CheckList("oauthConfig.scopes", document.OAuthConfig?.Scopes ?? [], text => text)
        ?? CheckList("availableEntities", document.AvailableEntities, entity => entity.Name)
        ?? CheckList("entityMappings", document.EntityMappings, mapping => mapping.Entity)
        ?? CheckList("entityMappings", document.EntityMappings, mapping => mapping.ShardType)
        ?? Text.CheckLength("requiredPlan", document.RequiredPlan, 40);

    private static Failure? CheckList<T>(string field, IReadOnlyList<T>? items, Func<T, string?> name)
        where T : class =>
        items is null ? Failure.InvalidField(field, $"{field} must be a list.")
        : items.Count > 1_000 ? Failure.InvalidField(field, $"{field} may hold at most 1,000 items.")
        : items.Any(item => item is null || string.IsNullOrWhiteSpace(name(item)) || name(item)!.Length > 300) ? Failure.InvalidField(field, $"Every item of {field} needs a name of 1 to 300 characters.")
        : null;

    private static Failure? OneOf(string field, string? value, IReadOnlyList<string> allowed) =>
        value is not null && allowed.Contains(value) ? null : Failure.InvalidField(field, $"{field} must be one of {string.Join(", ", allowed)}.");

    private static IReadOnlyList<AuthMethodDocument> DefaultMethods(string authType) =>
        [new AuthMethodDocument(authType, "Connect", authType switch
        {
            AuthKinds.ApiKey => [new FieldDescriptor("apiKey", "API key") { Secret = true, Required = true }],
            AuthKinds.Basic => [new FieldDescriptor("username", "User name") { Required = true }, new FieldDescriptor("password", "Password") { Secret = true, Required = true }],
            _ => [],
        })];

    private static Failure Stale() => new(FailureKind.Stale, "stale", "Somebody changed this in the meantime. Load it again and repeat the change.");

    [GeneratedRegex("^[a-z][a-z0-9_]{1,59}$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();

    private sealed record StoredClient(Guid ProviderId, string ClientId, string Ciphertext);

    private sealed class Snapshot(IReadOnlyList<CatalogEntry> entries, IReadOnlyDictionary<string, StoredClient> clients, long loadedAt)
    {
        public IReadOnlyList<CatalogEntry> Entries => entries;

        public IReadOnlyDictionary<string, StoredClient> Clients => clients;

        public long LoadedAt => loadedAt;

        public IReadOnlyDictionary<Guid, CatalogEntry> ById { get; } = entries.ToDictionary(e => e.Id);

        public IReadOnlyDictionary<string, CatalogEntry> ByKey { get; } = entries.ToDictionary(e => e.Key, StringComparer.OrdinalIgnoreCase);
    }
}
