namespace Integrations.Core.Bulk;

/// <summary>Where one item stands.</summary>
public enum BatchItemStatus
{
    Waiting,
    Running,
    Done,
    Failed,
    Cancelled,
}
