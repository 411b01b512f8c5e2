using System.Text.Json.Nodes;
using Integrations.Core.Instances;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <summary>What a tenant administrator may set.</summary>
[ApiRequest]
internal record UpdateInstanceRequest
{
    /// <summary>1 to 80 characters, unique within the organization.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Icon { get; init; }

    public JsonObject? Settings { get; init; }

    /// <summary>Data access control: Meeting, Person; empty means all.</summary>
    public IReadOnlyList<string>? AllowedShardTypes { get; init; }

    public bool? SearchEnabled { get; init; }

    public IReadOnlyList<string>? SearchableEntities { get; init; }

    public bool? UserScoped { get; init; }

    /// <summary>Free words by which integrations are found; they replace those that are there, and an empty array takes all away. At most 10, each of 1 to 30 characters.</summary>
    [BeyondDocuments]
    public IReadOnlyList<string>? Tags { get; init; }

    public InstanceChanges ToChanges() => new()
    {
        Name = Name,
        Description = Description,
        Icon = Icon,
        Settings = Settings,
        AllowedShardTypes = AllowedShardTypes,
        SearchEnabled = SearchEnabled,
        SearchableEntities = SearchableEntities,
        UserScoped = UserScoped,
        Tags = Tags,
    };
}
