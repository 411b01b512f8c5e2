using Integrations.Web.Localization;
using MudBlazor;

namespace Integrations.Web.Components.Shared;

/// <summary>What is said at the foot of the page after an act.</summary>
internal static class Toasts
{
    private const int Milliseconds = 5_000;

    /// <summary>Long enough to read it and to change one's mind.</summary>
    private const int UndoMilliseconds = 12_000;

    /// <summary>Says how an act ended.</summary>
    /// <param name="toasts">The circuit's toasts.</param>
    /// <param name="severity">Green for done, red for refused.</param>
    /// <param name="summary">What was done, in a few words.</param>
    /// <param name="detail">To what, or why not.</param>
    /// <param name="milliseconds">How long it stays.</param>
    public static void Notify(this ISnackbar toasts, Severity severity, string summary, string? detail = null, int milliseconds = Milliseconds) =>
        toasts.Add<ToastText>(Words(summary, detail), severity, toast => toast.VisibleStateDuration = milliseconds);

    /// <summary>Says what was done and offers to take it back, also after the page that did it has been left.</summary>
    /// <param name="toasts">The circuit's toasts.</param>
    /// <param name="summary">What was done.</param>
    /// <param name="undo">Takes it back; gives what to say then, or the words of a failure.</param>
    public static void NotifyWithUndo(this ISnackbar toasts, string summary, Func<Task<(bool Undone, string Words)>> undo)
    {
        var pressed = 0;
        toasts.Add<ToastText>(Words(summary, null), Severity.Success, toast =>
        {
            toast.VisibleStateDuration = UndoMilliseconds;
            toast.Action = Text.T("Undo");
            toast.ActionColor = Color.Inherit;
            toast.OnClick = async _ =>
            {
                // A second click may arrive before the toast is gone (SECURITY B8).
                if (Interlocked.Exchange(ref pressed, 1) == 0)
                {
                    var (undone, words) = await undo();
                    toasts.Notify(undone ? Severity.Success : Severity.Error, undone ? words : Text.T("Not undone"), undone ? null : words, 8_000);
                }
            };
        });
    }

    private static Dictionary<string, object> Words(string summary, string? detail) =>
        new(StringComparer.Ordinal) { [nameof(ToastText.Summary)] = summary, [nameof(ToastText.Detail)] = detail ?? "" };
}
