using Integrations.Core.Bulk;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances;

/// <summary>How bulk work is spoken of.</summary>
internal static class BatchLabels
{
    public static string Count(int number) => Text.Count(number, "1 integration", "{0} integrations");

    public static string Title(BatchView batch) => batch.Action switch
    {
        BatchAction.Enable => Text.T("Enabling {0}", Count(batch.Total)),
        BatchAction.Disable => Text.T("Disabling {0}", Count(batch.Total)),
        BatchAction.Test => Text.T("Testing {0}", Count(batch.Total)),
        BatchAction.Disconnect => Text.T("Disconnecting {0}", Count(batch.Total)),
        _ => Text.T("Deleting {0}", Count(batch.Total)),
    };

    public static (Tone Tone, string Word) State(BatchView batch) => batch switch
    {
        { FinishedAt: null, CancelledAt: not null } => (Tone.Busy, Text.T("Stopping")),
        { FinishedAt: null } => (Tone.Busy, Text.T("Running")),
        { Progress.Failed: > 0 } => (Tone.Warn, Text.T("{0} failed", batch.Progress.Failed)),
        { CancelledAt: not null } => (Tone.Off, Text.T("Cancelled")),
        _ => (Tone.Ok, Text.T("Done")),
    };

    public static (Tone Tone, string Word) State(BatchItemStatus status) => status switch
    {
        BatchItemStatus.Done => (Tone.Ok, Text.T("Done")),
        BatchItemStatus.Failed => (Tone.Bad, Text.T("Failed")),
        BatchItemStatus.Running => (Tone.Busy, Text.T("Running")),
        BatchItemStatus.Cancelled => (Tone.Off, Text.T("Cancelled")),
        _ => (Tone.Busy, Text.T("Waiting")),
    };
}
