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
    private const string LatinRange =
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";

    private const string LatinExtendedRange =
        "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF";

    private Appearance _appearance = Appearance.Default;
    private string? _theme;
    private CircuitCapacity _capacity = CircuitCapacity.Enough;

    [Inject]
    private OpenCircuits Circuits { get; set; } = null!;

    [Inject]
    private IOptions<CircuitLimitOptions> Limits { get; set; } = null!;

    [Inject]
    private ThemeStylesheet Theme { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    /// <summary>Everything lives on a circuit but pages that say <c>[ExcludeFromInteractiveRouting]</c>: those about signing in (SECURITY B3).</summary>
    private IComponentRenderMode? Mode => Context.AcceptsInteractiveRouting() && _capacity == CircuitCapacity.Enough ? RenderMode.InteractiveServer : null;

    /// <summary>This page's own address; an empty one would be that of the base.</summary>
    private string Here => Context.Request.Path + Context.Request.QueryString;

    /// <summary>Here and not in a stylesheet, because only here the files have the names that browsers may keep for ever.</summary>
    private MarkupString Fonts => new(
        $"<style>{Face("fonts/inter-latin.woff2", LatinRange, "optional")}{Face("fonts/inter-latin-ext.woff2", LatinExtendedRange, "swap")}</style>");

    protected override void OnInitialized()
    {
        _appearance = Appearance.From(Context.Request.Cookies);
        if (Context.AcceptsInteractiveRouting() && (_capacity = Circuits.CapacityFor(Context.User.ToCaller().UserId ?? Guid.Empty)) != CircuitCapacity.Enough)
        {
            Context.Response.StatusCode = _capacity == CircuitCapacity.NoneForUser ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable;
        }
    }

    protected override async Task OnInitializedAsync() => _theme = await Theme.AddressAsync();

    private string Face(string file, string range, string display) =>
        $"@font-face{{font-family:Inter;font-weight:100 900;font-display:{display};src:url({Assets[file]}) format(\"woff2\");unicode-range:{range}}}";
}
