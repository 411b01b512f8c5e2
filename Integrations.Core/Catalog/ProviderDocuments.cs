using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Catalog;

/// <summary>Makes the catalog's document out of a manifest and the connector's abilities, and applies a super admin's changes.</summary>
internal static class ProviderDocuments
{
    private static readonly HashSet<string> Fixed = new(StringComparer.OrdinalIgnoreCase) { "provider", "authMethods", "levels", "id", "createdAt", "updatedAt" };

    public static ProviderDocument From(ConnectorEntry entry)
    {
        var manifest = entry.Manifest;
        var oauth = manifest.Method(AuthKinds.OAuth2)?.OAuth;
        return new ProviderDocument
        {
            Name = manifest.Key,
            DisplayName = manifest.DisplayName,
            Description = manifest.Description,
            Category = manifest.Category,
            Provider = manifest.Key,
            Status = manifest.Status,
            Audience = manifest.Audience,
            Capabilities = [.. Abilities(entry)],
            SupportedSyncDirections = manifest.SupportedSyncDirections,
            SupportsRealtime = manifest.SupportsRealtime,
            SupportsWebhooks = entry.ReceivesEvents,
            SupportsNotifications = manifest.SupportsNotifications,
            SupportsSearch = entry.CanSearch,
            SearchableEntities = entry.CanSearch ? [.. manifest.Entities.Where(e => e.Searchable).Select(e => e.Name)] : [],
            SearchCapabilities = entry.CanSearch ? manifest.SearchCapabilities : null,
            RequiresUserScoping = manifest.RequiresUserScoping,
            AuthType = manifest.Auth[0].Kind,
            OAuthConfig = oauth is null ? null : new OAuthConfigDocument
            {
                AuthorizationUrl = oauth.AuthorizationUrl,
                TokenUrl = oauth.TokenUrl,
                Scopes = [.. oauth.Scopes.Select(s => s.Name)],
            },
            AvailableEntities = [.. manifest.Entities.Select(e => new EntityDocument(e.Name, e.DisplayName, e.Description) { Fields = e.Fields })],
            EntityMappings = manifest.EntityMappings,
            Icon = manifest.Icon,
            Color = manifest.Color,
            Version = manifest.Version,
            IsPremium = manifest.IsPremium,
            RequiredPlan = manifest.RequiredPlan,
            AuthMethods = [.. manifest.Auth.Select(Method)],
            Levels = manifest.Levels,
        };
    }

    public static string Write(ProviderDocument document) => JsonSerializer.Serialize(document, JsonSerializerOptions.Web);

    public static ProviderDocument Read(string baseJson, string overridesJson)
    {
        var merged = (JsonObject)JsonNode.Parse(baseJson)!;
        Merge(merged, (JsonObject)JsonNode.Parse(overridesJson)!);
        return merged.Deserialize<ProviderDocument>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Adds a change to the changes so far; identity and what comes from code stay fixed.</summary>
    public static string AddOverrides(string overridesJson, JsonObject patch)
    {
        var overrides = (JsonObject)JsonNode.Parse(overridesJson)!;
        foreach (var (name, value) in patch.Where(member => !Fixed.Contains(member.Key)))
        {
            overrides[name] = value?.DeepClone();
        }

        return overrides.ToJsonString();
    }

    // RFC 7396, but lists and nested objects are replaced whole: a provider's members are small.
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static IEnumerable<string> Abilities(ConnectorEntry entry)
    {
        if (entry.CanSearch)
        {
            yield return "search";
        }

        if (entry.CanSync)
        {
            yield return "sync";
        }

        if (entry.ReceivesEvents)
        {
            yield return "events";
        }

        if (entry.As<IRunActions>() is { } acting)
        {
            yield return "actions";
            foreach (var action in acting.KnownActions)
            {
                yield return action.Name;
            }
        }
    }

    private static AuthMethodDocument Method(AuthMethod method) => new(
        method.Kind,
        method.DisplayName,
        method.Fields,
        method.OAuth is null ? null : JsonSerializer.SerializeToNode(method.OAuth.Scopes, JsonSerializerOptions.Web));
}
