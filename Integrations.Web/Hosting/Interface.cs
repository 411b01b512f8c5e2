using Integrations.Web.Features.Catalog;
using Integrations.Web.Features.Meetings;
using Integrations.Web.Localization;
using MudBlazor;
using MudBlazor.Services;

namespace Integrations.Web.Hosting;

/// <summary>The component library, set for this app, and what pages share.</summary>
internal static class Interface
{
    public static IServiceCollection AddInterface(this IServiceCollection services)
    {
        services.AddSingleton<ThemeStylesheet>();
        services.AddSingleton<CatalogShelves>();
        services.AddSingleton<WritableCalendars>();
        services.AddTransient<MudLocalizer, ComponentTexts>();
        return services.AddMudServices(settings =>
        {
            // At the foot, at the end: nothing that can be pressed stands there, and what was done is said where the eyes go last.
            settings.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomEnd;
            settings.SnackbarConfiguration.PreventDuplicates = false;
            settings.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
            settings.SnackbarConfiguration.ClearAfterNavigation = false;
            settings.SnackbarConfiguration.MaximumOpacity = 100;
            settings.SnackbarConfiguration.ShowTransitionDuration = 120;
            settings.SnackbarConfiguration.HideTransitionDuration = 120;
            settings.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
        });
    }
}
