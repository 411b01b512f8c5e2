namespace Integrations.Core.Bulk;

/// <summary>Where one item stands.</summary>
public enum BatchItemStatus
{
    /// <summary>Not begun yet.</summary>
    Waiting,

    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>Done; doing it again would have changed nothing more.</summary>
    Done,

    /// <summary>Not done; <see cref="BatchItem.Code"/> says why, such as that its person lost the right; the others go on.</summary>
    Failed,

    /// <summary>The batch was cancelled before it was begun.</summary>
    Cancelled,
}
