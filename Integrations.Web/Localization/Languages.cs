using System.Globalization;
using Integrations.Web.Components.Layout;
using Microsoft.AspNetCore.Localization;

namespace Integrations.Web.Localization;

/// <summary>The languages of the pages: what the person chose, or the first of the browser's that is here. Routes for programs speak English.</summary>
internal static class Languages
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>As people look for their own: in itself.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [English, CultureInfo.GetCultureInfo("de")];

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "en" or "iv";

    public static CultureInfo Current => All.FirstOrDefault(language => language.Name == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, English);

    /// <summary>What someone else's act brings onto a page is shown in the language of who looks at the page.</summary>
    public static Func<Task> In(CultureInfo language, Func<Task> work) => async () =>
    {
        CultureInfo.CurrentUICulture = language;
        await work();
    };

    /// <summary>Only the language of texts changes: how values are written down and read must not.</summary>
    public static WebApplication UseLanguages(this WebApplication app)
    {
        var options = new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, English),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = [.. All],
            RequestCultureProviders = [new CustomRequestCultureProvider(Chosen), new AcceptLanguageHeaderRequestCultureProvider()],
        };
        app.UseRequestLocalization(options);
        return app;
    }

    private static Task<ProviderCultureResult?> Chosen(HttpContext context) =>
        Task.FromResult(context.Request.Cookies[Appearance.LanguageCookie] is { Length: > 0 and < 16 } language ? new ProviderCultureResult(language) : null);
}
