namespace Integrations.Core.Activity;

/// <summary>One row per thing done through an integration.</summary>
public sealed class ActivityEntry
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>Who caused it; null for the hub itself.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The program that called for them, by its name; null for pages and the hub itself.</summary>
    public string? Client { get; init; }

    /// <summary>The rows of a user-scoped connection are shown to their user only; administrators see that they exist.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>One of <see cref="ActivityTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The action's name where <see cref="Type"/> is <c>action</c>, else null.</summary>
    public string? Action { get; init; }

    public ActivityStatus Status { get; init; }

    /// <summary>What happened, for people.</summary>
    public string? Message { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Input { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Output { get; init; }

    public int DurationMs { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public string? RequestId { get; init; }
}
