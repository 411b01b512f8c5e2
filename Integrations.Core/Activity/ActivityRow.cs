namespace Integrations.Core.Activity;

/// <summary>One thing done, with the names that a reader needs.</summary>
/// <param name="IsHidden">Someone else's private connection: that it happened is told, what it was about is not.</param>
public sealed record ActivityRow(Guid Id, DateTimeOffset OccurredAt, Guid InstanceId, string InstanceName, string ProviderKey, string Type, ActivityStatus Status, bool IsHidden)
{
    /// <summary>The action's name where <see cref="Type"/> is <c>action</c>, the tool's where it is <c>tool</c>, else null; null when hidden.</summary>
    public string? Action { get; init; }

    /// <summary>What happened, for people; null when hidden.</summary>
    public string? Message { get; init; }

    /// <summary>The failure's stable code; null for a success.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Who caused it, as they are called now; null for the hub itself, and when hidden.</summary>
    public string? UserName { get; init; }

    /// <summary>The program that called for them; null for pages and the hub itself.</summary>
    public string? Client { get; init; }

    /// <summary>Milliseconds, the vendor's time included.</summary>
    public int DurationMs { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Input { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Output { get; init; }

    /// <summary>Correlates with logs and audit entries; null for the hub's own work.</summary>
    public string? RequestId { get; init; }
}
