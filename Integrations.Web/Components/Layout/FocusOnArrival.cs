using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Integrations.Web.Components.Layout;

/// <summary>
/// Moves the focus to the heading of a new page, as the framework's <c>FocusOnNavigate</c> does, but not away from a field: that call
/// arrives a round trip after the page, when a quick person types already.
/// </summary>
public sealed class FocusOnArrival(IJSRuntime script) : ComponentBase
{
    private Type? _page;
    private bool _isNew;

    [Parameter, EditorRequired]
    public Microsoft.AspNetCore.Components.RouteData RouteData { get; set; } = null!;

    protected override void OnParametersSet()
    {
        _isNew |= _page != RouteData.PageType;
        _page = RouteData.PageType;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isNew)
        {
            _isNew = false;
            await script.InvokeVoidAsync("hubFocusOnArrival", "h1");
        }
    }
}
