using Integrations.Core.Storage;

namespace Integrations.Core.Activity;

/// <summary>One change that a person or a token made to the hub itself; written in the change's own transaction (SECURITY L3).</summary>
public sealed class AuditEntry : IChainedEntry
{
    public Guid Id { get; init; }

    /// <summary>Null for changes above organizations, such as to a provider.</summary>
    public Guid? OrganizationId { get; init; }

    public Guid? ActorUserId { get; init; }

    public Guid? ActorTokenId { get; init; }

    public required string ActorName { get; init; }

    /// <summary>Noun and verb: <c>integration.created</c>.</summary>
    public required string Action { get; init; }

    public string? TargetType { get; init; }

    public string? TargetId { get; init; }

    public string? TargetName { get; init; }

    /// <summary>JSON without secrets.</summary>
    public string? Before { get; init; }

    /// <summary>JSON without secrets.</summary>
    public string? After { get; init; }

    public string? RemoteAddress { get; init; }

    public string? RequestId { get; init; }

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
