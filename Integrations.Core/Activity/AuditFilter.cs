namespace Integrations.Core.Activity;

/// <summary>Which audit entries are wanted; null members do not filter.</summary>
public sealed record AuditFilter
{
    /// <summary>The beginning of an action's name, such as <c>integration.</c> or <c>integration.created</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Part of the actor's name.</summary>
    public string? Actor { get; init; }

    /// <summary>The whole id of what was changed.</summary>
    public string? TargetId { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }
}
