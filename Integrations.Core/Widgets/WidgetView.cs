using Integrations.Core.Activity;
using Integrations.Core.Management;

namespace Integrations.Core.Widgets;

/// <summary>What a link shows to anyone who opened it.</summary>
/// <param name="Instance">How the integration stands.</param>
/// <param name="Problem">Why the rest is missing, in words for strangers; null while all is well.</param>
public sealed record WidgetView(WidgetLinkRow Link, InstanceView Instance, string? Problem)
{
    /// <summary>Of an activity widget, newest first.</summary>
    public IReadOnlyList<ActivityRow> Activities { get; init; } = [];

    /// <summary>Of a data widget: each thing's shown fields as text, in the link's order.</summary>
    public IReadOnlyList<WidgetRow> Data { get; init; } = [];

    /// <summary>When it was read, in UTC; an answer serves everyone for up to half a minute.</summary>
    public DateTimeOffset ReadAt { get; init; }
}
