using Integrations.Core.Permissions;

namespace Integrations.Core.Bulk;

/// <summary>One act on many integrations, kept in the database: it goes on when the page is left, and after a restart.</summary>
public sealed class IntegrationBatch
{
    /// <summary>SECURITY I1.</summary>
    public const int MaxItems = 1_000;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public BatchAction Action { get; init; }

    /// <summary>Who asked; looked up again before each round (SECURITY A9). Null for an organization's own key.</summary>
    public Guid? ActorUserId { get; init; }

    public Guid? ActorTokenId { get; init; }

    /// <summary>What the token that asked was allowed; a batch never does more.</summary>
    public TokenScopes ActorScopes { get; init; }

    public required string ActorName { get; init; }

    public string? RemoteAddress { get; init; }

    public string? RequestId { get; init; }

    /// <summary>W3C trace context of the request that began it (RELIABILITY O4).</summary>
    public string? TraceParent { get; init; }

    public int Total { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>When nothing was left to do; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}
