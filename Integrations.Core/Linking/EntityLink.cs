using System.Text.Json.Nodes;
using Integrations.Core.Instances;

namespace Integrations.Core.Linking;

/// <summary>One of our entities tied to one external entity, with a copy of what it looked like when last seen.</summary>
public sealed class EntityLink
{
    public const int ExternalIdMaxLength = 500;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>One of <see cref="EntityTypes"/>.</summary>
    public required string EntityType { get; init; }

    public Guid EntityId { get; init; }

    public Guid InstanceId { get; init; }

    public required string ProviderKey { get; init; }

    /// <summary>The vendor's; it changes where the vendor gives the thing another, such as in a renamed repository.</summary>
    public required string ExternalEntityId { get; set; }

    /// <summary>The vendor's type, such as <c>event</c>.</summary>
    public required string ExternalType { get; set; }

    public required string Title { get; set; }

    public string? Description { get; set; }

    public string? Url { get; set; }

    public JsonObject Metadata { get; set; } = [];

    public Guid? LinkedBy { get; init; }

    /// <summary>
    /// Whose private link it is: what came through a person's own connection is shown to that person only. Null where it
    /// came through the organization's connection: everyone in the organization sees it.
    /// </summary>
    public Guid? OwnerUserId
    {
        get;
        init
        {
            field = value;
            OwnerKey = $"{value:N}";
        }
    }

    /// <summary>What the unique index compares; empty for the organization's links, because nulls are never equal there.</summary>
    public string OwnerKey { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the copy was last compared with the vendor.</summary>
    public DateTimeOffset RefreshedAt { get; set; }

    /// <summary>The vendor no longer has it.</summary>
    public bool IsGone { get; set; }

    /// <summary>The same link through another integration of its provider, under an id of its own.</summary>
    internal EntityLink At(Guid instanceId, Guid id) => new()
    {
        Id = id,
        OrganizationId = OrganizationId,
        EntityType = EntityType,
        EntityId = EntityId,
        InstanceId = instanceId,
        ProviderKey = ProviderKey,
        ExternalEntityId = ExternalEntityId,
        ExternalType = ExternalType,
        Title = Title,
        Description = Description,
        Url = Url,
        Metadata = (JsonObject)Metadata.DeepClone(),
        LinkedBy = LinkedBy,
        OwnerUserId = OwnerUserId,
        CreatedAt = CreatedAt,
        RefreshedAt = RefreshedAt,
        IsGone = IsGone,
    };
}
