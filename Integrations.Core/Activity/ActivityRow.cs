namespace Integrations.Core.Activity;

/// <summary>One thing done, with the names that a reader needs.</summary>
/// <param name="IsHidden">Someone else's private connection: that it happened is told, what it was about is not.</param>
public sealed record ActivityRow(Guid Id, DateTimeOffset OccurredAt, Guid InstanceId, string InstanceName, string ProviderKey, string Type, ActivityStatus Status, bool IsHidden)
{
    public string? Action { get; init; }

    public string? Message { get; init; }

    public string? ErrorCode { get; init; }

    public string? UserName { get; init; }

    /// <summary>The program that called for them; null for pages and the hub itself.</summary>
    public string? Client { get; init; }

    public int DurationMs { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Input { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Output { get; init; }

    public string? RequestId { get; init; }
}
