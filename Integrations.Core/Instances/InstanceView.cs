using System.Text.Json.Nodes;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Linking;
using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>An integration as its readers see it: no credential, not even a masked one.</summary>
/// <param name="Provider">Null only for a provider that has left the catalog.</param>
/// <param name="Connection">The one that this caller would use; null while not connected.</param>
public sealed record InstanceView(IntegrationInstance Instance, CatalogEntry? Provider, ConnectionView? Connection)
{
    public Guid Id => Instance.Id;

    public string Name => Instance.Name;

    public string ProviderName => Provider?.DisplayName ?? Instance.ProviderKey;
}

/// <summary>A new integration.</summary>
/// <param name="Provider">A provider's id or key.</param>
/// <param name="Level">The organization's, or the caller's own.</param>
/// <param name="Values">At least the name.</param>
public sealed record NewInstance(string Provider, InstanceLevel Level, InstanceChanges Values)
{
    /// <summary>002's free type, kept as given.</summary>
    public string? CompanyType { get; init; }

    /// <summary>000 answers an unknown type like an unsupported one.</summary>
    public bool UnknownProviderIsLevelError { get; init; }
}

/// <summary>What may be set on an integration; null means "leave it".</summary>
public sealed record InstanceChanges
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Icon { get; init; }

    public JsonObject? Settings { get; init; }

    public JsonObject? Metadata { get; init; }

    public IReadOnlyList<string>? AllowedShardTypes { get; init; }

    public bool? SearchEnabled { get; init; }

    public IReadOnlyList<string>? SearchableEntities { get; init; }

    public bool? UserScoped { get; init; }

    public string? CompanyType { get; init; }

    /// <summary>False pauses, true ends the pause.</summary>
    public bool? Enabled { get; init; }

    internal Failure? Validate(CatalogEntry? provider, EgressPolicy egress, bool nameRequired = false) =>
        (Name is not null || nameRequired ? Text.CheckName("name", Name, IntegrationInstance.NameMaxLength) : null)
        ?? Text.CheckLength("description", Description, IntegrationInstance.DescriptionMaxLength)
        ?? Text.CheckLength("icon", Icon, 200)
        ?? Text.CheckLength("type", CompanyType, 80)
        ?? CheckSize("settings", Settings)
        ?? (provider?.Connector is { Manifest: { } manifest } ? CheckSettings(manifest, egress) : null)
        ?? CheckSize("metadata", Metadata)
        ?? CheckNames("allowedShardTypes", AllowedShardTypes, EntityTypes.All, StringComparer.OrdinalIgnoreCase)
        ?? (provider is null ? null : CheckNames("searchableEntities", SearchableEntities, [.. provider.Document.AvailableEntities.Select(a => a.Name)], StringComparer.Ordinal))
        ?? (UserScoped == false && provider?.Document.RequiresUserScoping == true
            ? Failure.InvalidField("userScoped", $"{provider.DisplayName} requires that each user connects for themself.")
            : null);

    internal void ApplyTo(IntegrationInstance instance)
    {
        instance.Name = Name?.Trim() ?? instance.Name;
        instance.Description = Description ?? instance.Description;
        instance.Icon = Icon ?? instance.Icon;
        instance.Settings = Settings is null ? instance.Settings : Text.CloneObject(Settings);
        instance.Metadata = Metadata is null ? instance.Metadata : Text.CloneObject(Metadata);
        instance.AllowedShardTypes = AllowedShardTypes is null ? instance.AllowedShardTypes : [.. AllowedShardTypes.Select(t => EntityTypes.Parse(t)!)];
        instance.SearchEnabled = SearchEnabled ?? instance.SearchEnabled;
        instance.SearchableEntities = SearchableEntities ?? instance.SearchableEntities;
        instance.UserScoped = instance.Level == InstanceLevel.Organization && (UserScoped ?? instance.UserScoped);
        instance.CompanyType = CompanyType ?? instance.CompanyType;
    }

    // Names that the provider does not know are kept for the caller (001: any record) and told to no connector.
    private Failure? CheckSettings(ProviderManifest manifest, EgressPolicy egress)
    {
        foreach (var (name, value) in Settings ?? [])
        {
            if (manifest.IsAuthField(name))
            {
                return Failure.InvalidField(
                    "settings", $"'{Text.Cut(name, 40)}' belongs to an account of {manifest.DisplayName}, not to the settings of an integration. Connect again to change it.");
            }

            if (manifest.Settings.Any(field => field.Name == name && field.Type == "url") && value is not null && egress.Refuse(value.ToString()) is { } reason)
            {
                return Failure.InvalidField("settings", $"{name}: {reason}");
            }
        }

        return null;
    }

    /// <summary>Lists come from outside, so an item may be anything, even null.</summary>
    private static Failure? CheckNames(string field, IReadOnlyList<string?>? names, IReadOnlyList<string> known, StringComparer comparer)
    {
        var unknown = names?.Where(name => name is null || !known.Contains(name, comparer)).Take(1).ToList();
        return unknown is [var name] ? Failure.InvalidField(field, $"'{Text.Cut(name, 40)}' is not one of {string.Join(", ", known)}.") : null;
    }

    private static Failure? CheckSize(string field, JsonObject? value) =>
        value?.ToJsonString().Length > 20_000 ? Failure.InvalidField(field, $"{field} may have at most 20,000 characters of JSON.") : null;
}

internal static class InstanceAudit
{
    /// <summary>What the audit log keeps of an integration: names and switches, never settings' values.</summary>
    public static object Of(IntegrationInstance i) => new
    {
        i.Name,
        i.Description,
        Status = i.Status.ToString(),
        i.SearchEnabled,
        i.UserScoped,
        i.AllowedShardTypes,
        i.SearchableEntities,
        Settings = i.Settings.Select(s => s.Key).ToList(),
    };
}
