using System.Text.Json.Nodes;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>What may be set on an integration; null means "leave it".</summary>
public sealed record InstanceChanges
{
    /// <summary>Trimmed, 1 to 80 characters; one that the owner has already gives <c>instance.name_taken</c>.</summary>
    public string? Name { get; init; }

    /// <summary>At most 500 characters; empty text clears it.</summary>
    public string? Description { get; init; }

    /// <summary>One of our pictograms, at most 200 characters; empty text clears it.</summary>
    public string? Icon { get; init; }

    /// <summary>In place of all settings, <c>purposes</c> included; at most 20,000 characters of JSON. Fields that belong to an account, and addresses that the hub may not call, are refused.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>In place of all metadata; at most 20,000 characters of JSON.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary><see cref="EntityTypes"/> in any case; empty allows all.</summary>
    public IReadOnlyList<string>? AllowedShardTypes { get; init; }

    /// <summary>False leaves the integration out of searches, global and its own.</summary>
    public bool? SearchEnabled { get; init; }

    /// <summary>Names of the provider's entities, case and all; empty lets all be found.</summary>
    public IReadOnlyList<string>? SearchableEntities { get; init; }

    /// <summary>Each user connects for themself. Only at organization level; false is refused where the provider requires it.</summary>
    public bool? UserScoped { get; init; }

    /// <summary>002's free <c>type</c>, at most 80 characters.</summary>
    public string? CompanyType { get; init; }

    /// <summary>Free words, at most 10 of 30 characters, without regard to case; those that are not among them are taken away.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>False pauses, true ends the pause.</summary>
    public bool? Enabled { get; init; }

    internal Failure? Validate(CatalogEntry? provider, EgressPolicy egress, bool nameRequired = false) =>
        (Name is not null || nameRequired ? Text.CheckName("name", Name, IntegrationInstance.NameMaxLength) : null)
        ?? Text.CheckLength("description", Description, IntegrationInstance.DescriptionMaxLength)
        ?? Text.CheckLength("icon", Icon, 200)
        ?? Text.CheckLength("type", CompanyType, 80)
        ?? InstanceTag.Check(Tags)
        ?? CheckSize("settings", Settings)
        ?? (provider?.Connector is { } connector ? InstancePurposes.Check(Settings?[Purposes.Setting], connector) ?? CheckSettings(connector.Manifest, egress) : null)
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
        if (Tags is not null)
        {
            instance.SetTags(Tags);
        }
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
