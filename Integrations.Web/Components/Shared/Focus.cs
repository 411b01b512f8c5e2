using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Integrations.Web.Components.Shared;

/// <summary>Moves the keyboard's focus to something that this page has just shown.</summary>
internal static class Focus
{
    /// <summary>
    /// Moves it to an element, unless the element has gone by the time the browser is asked: a quick person closes what opens before
    /// that, and it ends nothing.
    /// </summary>
    public static Task MoveIntoAsync(ElementReference element) => TryAsync(() => element.FocusAsync());

    /// <summary>The same for a component.</summary>
    public static Task MoveIntoAsync(MudBaseButton button) => TryAsync(button.FocusAsync);

    /// <summary>The same for a field.</summary>
    public static Task MoveIntoAsync(MudTextField<string> field) => TryAsync(field.FocusAsync);

    private static async Task TryAsync(Func<ValueTask> focus)
    {
        try
        {
            await focus();
        }
        catch (Exception gone) when (gone is JSException or JSDisconnectedException)
        {
            // The element, or the browser with it.
        }
    }
}
