using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Integrations.Web.Components.Layout;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.Components.Web;

namespace Integrations.Web.Hosting;

/// <summary>
/// The theme's variables as a file: the component library would write them into each page, and widgets allow no styles in the page
/// (SECURITY S12). It is drawn once and kept by browsers until it changes.
/// </summary>
internal sealed partial class ThemeStylesheet
{
    private const string Path = "/theme.css";

    private readonly Lazy<Task<PackedAnswer>> _sheet;

    public ThemeStylesheet(IServiceScopeFactory scopes, ILoggerFactory loggers) => _sheet = new(() => DrawAsync(scopes, loggers));

    /// <summary>Where it is, under a name that changes with it.</summary>
    public async Task<string> AddressAsync() => $"{Path}?v={VersionOf(await _sheet.Value)}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, async (ThemeStylesheet theme, string? v) =>
    {
        var sheet = await theme._sheet.Value;
        return v == VersionOf(sheet) ? sheet with { CacheControl = "public, max-age=31536000, immutable" } : sheet;
    }).AllowAnonymous().ExcludeFromDescription();

    private static string VersionOf(PackedAnswer sheet) => sheet.Tag.Trim('"');

    private static async Task<PackedAnswer> DrawAsync(IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Themes>()).ToHtmlString());
        return new PackedAnswer(Encoding.UTF8.GetBytes(StyleTag().Replace(html, "")), "text/css; charset=utf-8", CompressionLevel.SmallestSize);
    }

    [GeneratedRegex("</?style[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex StyleTag();
}
