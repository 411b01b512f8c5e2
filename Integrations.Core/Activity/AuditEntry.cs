using Integrations.Core.Storage;

namespace Integrations.Core.Activity;

/// <summary>One change that a person or a token made to the hub itself; written in the change's own transaction (SECURITY L3).</summary>
public sealed class AuditEntry : IChainedEntry
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>Null for changes above organizations, such as to a provider.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>The person who did it; null for keys, programs and the hub itself.</summary>
    public Guid? ActorUserId { get; init; }

    /// <summary>The token that was used; null in a browser.</summary>
    public Guid? ActorTokenId { get; init; }

    /// <summary>As the actor was called then, at most 320 characters; it stays when the account goes.</summary>
    public required string ActorName { get; init; }

    /// <summary>Noun and verb: <c>integration.created</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What kind of thing was changed, such as <c>integration</c>; null where the action says it all.</summary>
    public string? TargetType { get; init; }

    /// <summary>Its id, as text, because not all are UUIDs; null for none.</summary>
    public string? TargetId { get; init; }

    /// <summary>As it was called then, at most 320 characters; null for none.</summary>
    public string? TargetName { get; init; }

    /// <summary>JSON without secrets.</summary>
    public string? Before { get; init; }

    /// <summary>JSON without secrets.</summary>
    public string? After { get; init; }

    /// <summary>Where the request came from, as the trusted proxy says; null where it is not known. At most 64 characters.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Correlates with logs and activity; null for the hub's own work.</summary>
    public string? RequestId { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Its place in its organization's chain, from 1; null for entries from before there were chains.</summary>
    public long? Sequence { get; private set; }

    /// <summary>Which key made the hash.</summary>
    public Guid? ChainKeyId { get; private set; }

    /// <summary>HMAC-SHA256 over this entry and the hash before it, hexadecimal (SECURITY L4).</summary>
    public string? Hash { get; private set; }

    internal void Link(long sequence, AuditKey key, string previous)
    {
        (Sequence, ChainKeyId) = (sequence, key.Id);
        Hash = key.HashOf(this, previous);
    }
}
