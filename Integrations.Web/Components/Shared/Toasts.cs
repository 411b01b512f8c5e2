using Integrations.Web.Texts;
using Radzen;

namespace Integrations.Web.Components.Shared;

internal static class Toasts
{
    /// <summary>Long enough to read it and to change one's mind.</summary>
    private const double UndoMilliseconds = 12_000;

    /// <summary>Says what was done and offers to take it back, also after the page that did it has been left.</summary>
    /// <param name="toasts">The circuit's toasts.</param>
    /// <param name="summary">What was done.</param>
    /// <param name="undo">Takes it back; gives what to say then, or the words of a failure.</param>
    public static void NotifyWithUndo(this NotificationService toasts, string summary, Func<Task<(bool Undone, string Words)>> undo)
    {
        var message = new NotificationMessage { Severity = NotificationSeverity.Success, Summary = summary, Duration = UndoMilliseconds };
        message.DetailContent = _ => builder =>
        {
            builder.OpenComponent<UndoToast>(0);
            builder.AddComponentParameter(1, nameof(UndoToast.Undo), async Task () =>
            {
                toasts.Messages.Remove(message);
                var (undone, words) = await undo();
                toasts.Notify(undone ? NotificationSeverity.Success : NotificationSeverity.Error, undone ? words : Text.T("Not undone"), undone ? "" : words, 8_000);
            });
            builder.CloseComponent();
        };
        toasts.Notify(message);
    }
}
