using Integrations.Web.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Integrations.Web.Components;

public sealed partial class App
{
    private Look _look = Look.Default;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    /// <summary>Everything lives on a circuit but pages that say <c>[ExcludeFromInteractiveRouting]</c>: those about signing in (SECURITY B3).</summary>
    private IComponentRenderMode? Mode => Context.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;

    protected override void OnInitialized() => _look = Look.From(Context.Request.Cookies);
}
