using Integrations.Core.Batches;
using Integrations.Web.Components.Shared;

namespace Integrations.Web.Features.Instances;

/// <summary>How bulk work is spoken of.</summary>
internal static class BatchWords
{
    public static string Doing(BatchAction action) => action switch
    {
        BatchAction.Enable => "Enabling",
        BatchAction.Disable => "Disabling",
        BatchAction.Test => "Testing",
        BatchAction.Disconnect => "Disconnecting",
        _ => "Deleting",
    };

    public static string Count(int number) => number == 1 ? "1 integration" : $"{number} integrations";

    public static string Title(BatchView batch) => $"{Doing(batch.Action)} {Count(batch.Total)}";

    public static (Tone Tone, string Word) State(BatchView batch) => batch switch
    {
        { FinishedAt: null, CancelledAt: not null } => (Tone.Busy, "Stopping"),
        { FinishedAt: null } => (Tone.Busy, "Running"),
        { Progress.Failed: > 0 } => (Tone.Warn, $"{batch.Progress.Failed} failed"),
        { CancelledAt: not null } => (Tone.Off, "Cancelled"),
        _ => (Tone.Ok, "Done"),
    };

    public static (Tone Tone, string Word) State(BatchItemStatus status) => status switch
    {
        BatchItemStatus.Done => (Tone.Ok, "Done"),
        BatchItemStatus.Failed => (Tone.Bad, "Failed"),
        BatchItemStatus.Running => (Tone.Busy, "Running"),
        BatchItemStatus.Cancelled => (Tone.Off, "Cancelled"),
        _ => (Tone.Busy, "Waiting"),
    };
}
