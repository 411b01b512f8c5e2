namespace Integrations.Core.Activity;

/// <summary>One row per thing done through an integration.</summary>
public sealed class ActivityEntry
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The integration that it was done through, which may be deleted by now; empty where <see cref="Type"/> is <c>tool</c>.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Who caused it; null for the hub itself.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The program that called for them, by its name; null for pages and the hub itself.</summary>
    public string? Client { get; init; }

    /// <summary>The rows of a user-scoped connection are shown to their user only; administrators see that they exist.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>One of <see cref="ActivityTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The action's name where <see cref="Type"/> is <c>action</c>, the tool's where it is <c>tool</c>, else null.</summary>
    public string? Action { get; init; }

    /// <summary>How it ended; a row is written when that is known.</summary>
    public ActivityStatus Status { get; init; }

    /// <summary>What happened, for people.</summary>
    public string? Message { get; init; }

    /// <summary>The failure's stable code; null for a success.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Input { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Output { get; init; }

    /// <summary>Milliseconds, the vendor's time included.</summary>
    public int DurationMs { get; init; }

    /// <summary>When it began or was recorded, in UTC; retention counts from here.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Correlates with logs, audit entries and the answer's header; null for the hub's own work.</summary>
    public string? RequestId { get; init; }
}
