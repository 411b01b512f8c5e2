namespace Integrations.Core.Activity;

/// <summary>Which activity is wanted; null members do not filter.</summary>
public sealed record ActivityFilter
{
    /// <summary>One integration's.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>One of <see cref="ActivityTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Several of <see cref="ActivityTypes"/>; empty does not filter.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>An action's name.</summary>
    public string? Action { get; init; }

    /// <summary>One outcome's.</summary>
    public ActivityStatus? Status { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }
}
