using Bunit;
using Integrations.Primitives;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Integrations.Tests.Infrastructure;

/// <summary>Renders our components with what the component library asks for: its services, and a script that answers nothing.</summary>
public abstract class ComponentContext : BunitContext
{
    private IRenderedComponent<MudDialogProvider>? _dialogs;

    protected ComponentContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        // The library's own second passes on a busy machine before anything is drawn.
        DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        Services.AddMudServices();
        // Of calls that are shown to be copied: without it, the page's own address.
        Services.AddSingleton(new PublicOrigin());
    }

    /// <summary>
    /// Where dialogs appear: they are drawn at the foot of the page and not where they are asked for. Use it before the component
    /// that opens one is rendered.
    /// </summary>
    protected IRenderedComponent<MudDialogProvider> Dialogs => _dialogs ??= Open();

    private IRenderedComponent<MudDialogProvider> Open()
    {
        Render<MudPopoverProvider>();
        return Render<MudDialogProvider>();
    }
}
