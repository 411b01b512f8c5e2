using System.Text.Json.Nodes;
using Integrations.Core.Instances;

namespace Integrations.Core.Linking;

/// <summary>One of our entities tied to one external entity, with a copy of what it looked like when last seen.</summary>
public sealed class EntityLink
{
    /// <summary>In characters.</summary>
    public const int ExternalIdMaxLength = 500;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>One of <see cref="EntityTypes"/>.</summary>
    public required string EntityType { get; init; }

    /// <summary>The meeting or person, by <see cref="EntityType"/>; it goes with them.</summary>
    public Guid EntityId { get; init; }

    /// <summary>Through which it was found and is read again; a deleted integration leaves its links.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>The integration's, copied, so that the card can be shown when the integration is gone.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>The vendor's; it changes where the vendor gives the thing another, such as in a renamed repository.</summary>
    public required string ExternalEntityId { get; set; }

    /// <summary>The vendor's type, such as <c>event</c>.</summary>
    public required string ExternalType { get; set; }

    /// <summary>The vendor's, at most 500 characters.</summary>
    public required string Title { get; set; }

    /// <summary>The vendor's, at most 2,000 characters; null for none.</summary>
    public string? Description { get; set; }

    /// <summary>Where the thing is at the vendor, at most 2,000 characters; null where it has no page.</summary>
    public string? Url { get; set; }

    /// <summary>Members of the thing as the connector reads them, such as an event's times.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>Who linked it; null where a key of the organization or a program did.</summary>
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

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the copy was last compared with the vendor.</summary>
    public DateTimeOffset RefreshedAt { get; set; }

    /// <summary>The vendor no longer has it.</summary>
    public bool IsGone { get; set; }
}
