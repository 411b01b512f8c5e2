
namespace Integrations.Core.Notices;

/// <summary>What one person chose for one kind of notice; without a row the default holds.</summary>
public sealed class NoticeChoice
{
    public Guid UserId { get; init; }

    public NoticeKind Kind { get; init; }

    public bool InApp { get; set; }

    public bool ByMail { get; set; }

    /// <summary>For what comes at intervals: when it came last.</summary>
    public DateTimeOffset? LastAt { get; set; }

    /// <summary>What holds for someone who chose nothing: connections in both ways, and no weekly summary.</summary>
    public static bool Default(NoticeKind kind) => kind != NoticeKind.WeeklySummary;
}
