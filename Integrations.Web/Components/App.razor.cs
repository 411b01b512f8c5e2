using Integrations.Web.Components.Layout;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Components;

public sealed partial class App
{
    private Look _look = Look.Default;
    private string? _theme;
    private CircuitRoom _room = CircuitRoom.Enough;

    [Inject]
    private OpenCircuits Circuits { get; set; } = null!;

    [Inject]
    private IOptions<CircuitLimitOptions> Limits { get; set; } = null!;

    [Inject]
    private ThemeStylesheet Theme { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    /// <summary>Everything lives on a circuit but pages that say <c>[ExcludeFromInteractiveRouting]</c>: those about signing in (SECURITY B3).</summary>
    private IComponentRenderMode? Mode => Context.AcceptsInteractiveRouting() && _room == CircuitRoom.Enough ? RenderMode.InteractiveServer : null;

    /// <summary>This page's own address; an empty one would be that of the base.</summary>
    private string Here => Context.Request.Path + Context.Request.QueryString;

    protected override void OnInitialized()
    {
        _look = Look.From(Context.Request.Cookies);
        if (Context.AcceptsInteractiveRouting() && (_room = Circuits.RoomFor(Context.User.ToCaller().UserId ?? Guid.Empty)) != CircuitRoom.Enough)
        {
            Context.Response.StatusCode = _room == CircuitRoom.NoneForUser ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable;
        }
    }

    protected override async Task OnInitializedAsync() => _theme = await Theme.AddressAsync();
}
