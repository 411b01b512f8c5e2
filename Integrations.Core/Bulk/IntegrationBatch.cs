using Integrations.Core.Permissions;

namespace Integrations.Core.Bulk;

/// <summary>One act on many integrations, kept in the database: it goes on when the page is left, and after a restart.</summary>
public sealed class IntegrationBatch
{
    /// <summary>SECURITY I1.</summary>
    public const int MaxItems = 1_000;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Done to each of its integrations, one by one.</summary>
    public BatchAction Action { get; init; }

    /// <summary>Who asked; looked up again before each round (SECURITY A9). Null for an organization's own key.</summary>
    public Guid? ActorUserId { get; init; }

    /// <summary>The token that was used, looked up again with its person; null for a browser.</summary>
    public Guid? ActorTokenId { get; init; }

    /// <summary>What the token that asked was allowed; a batch never does more.</summary>
    public TokenScopes ActorScopes { get; init; }

    /// <summary>Who asked, for audit entries; at most 320 characters.</summary>
    public required string ActorName { get; init; }

    /// <summary>Where the request came from; null where it is not known.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Correlates its audit entries with the request; null for none.</summary>
    public string? RequestId { get; init; }

    /// <summary>W3C trace context of the request that began it (RELIABILITY O4).</summary>
    public string? TraceParent { get; init; }

    /// <summary>Integrations that were asked for, 1 to <see cref="MaxItems"/>.</summary>
    public int Total { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a person stopped it; what was not begun then is cancelled. Null otherwise.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>When nothing was left to do; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}
