
namespace Integrations.Core.Notices;

/// <summary>What one person chose for one kind of notice; without a row the default holds.</summary>
public sealed class NoticeChoice
{
    /// <summary>Whose choice; with <see cref="Kind"/> the row's key.</summary>
    public Guid UserId { get; init; }

    /// <summary>One row a kind.</summary>
    public NoticeKind Kind { get; init; }

    /// <summary>Such notices appear behind the bell.</summary>
    public bool InApp { get; set; }

    /// <summary>Such notices are mailed too, where mail is set up.</summary>
    public bool ByMail { get; set; }

    /// <summary>For what comes at intervals: when it came last.</summary>
    public DateTimeOffset? LastAt { get; set; }

    /// <summary>What holds for someone who chose nothing: connections in both ways, and no weekly summary.</summary>
    public static bool Default(NoticeKind kind) => kind != NoticeKind.WeeklySummary;
}
