using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Core.Instances;
using Integrations.Primitives;

namespace Integrations.Core.Templates;

/// <summary>What a template keeps of an integration.</summary>
public sealed record TemplateValues
{
    /// <summary>As <see cref="IntegrationInstance.Description"/>; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>As <see cref="IntegrationInstance.Icon"/>; null for the provider's.</summary>
    public string? Icon { get; init; }

    /// <summary>Only what the provider's settings form names, and names no secret, and what the integration is for (<see cref="InstancePurposes"/>): no one vouches for anything else.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>As <see cref="IntegrationInstance.AllowedShardTypes"/>; empty means all.</summary>
    public IReadOnlyList<string> AllowedShardTypes { get; init; } = [];

    /// <summary>As <see cref="IntegrationInstance.SearchEnabled"/>.</summary>
    public bool SearchEnabled { get; init; } = true;

    /// <summary>As <see cref="IntegrationInstance.SearchableEntities"/>; empty means all.</summary>
    public IReadOnlyList<string> SearchableEntities { get; init; } = [];

    /// <summary>As <see cref="IntegrationInstance.UserScoped"/>.</summary>
    public bool UserScoped { get; init; }

    /// <summary>The values as a new integration of this name takes them.</summary>
    public InstanceChanges ToChanges(string name) => new()
    {
        Name = name,
        Description = Description,
        Icon = Icon,
        Settings = Text.CloneObject(Settings),
        AllowedShardTypes = AllowedShardTypes,
        SearchEnabled = SearchEnabled,
        SearchableEntities = SearchableEntities,
        UserScoped = UserScoped,
    };

    internal static TemplateValues Of(IntegrationInstance instance, ConnectorEntry? provider) => new()
    {
        Description = instance.Description,
        Icon = instance.Icon,
        Settings = InstancePurposes.With(new ConnectorForm(provider?.Manifest.Settings ?? []).Known(instance.Settings), InstancePurposes.Known(instance.Settings, provider)),
        AllowedShardTypes = instance.AllowedShardTypes,
        SearchEnabled = instance.SearchEnabled,
        SearchableEntities = instance.SearchableEntities,
        UserScoped = instance.UserScoped,
    };
}
