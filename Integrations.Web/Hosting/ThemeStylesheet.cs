using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Integrations.Web.Components.Layout;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Net.Http.Headers;

namespace Integrations.Web.Hosting;

/// <summary>
/// The theme's variables as a file: the component library would write them into each page, and widgets allow no styles in the page
/// (SECURITY S12). It is drawn once and kept by browsers until it changes.
/// </summary>
internal sealed partial class ThemeStylesheet
{
    private const string Path = "/theme.css";

    private readonly Lazy<Task<Sheet>> _sheet;

    public ThemeStylesheet(IServiceScopeFactory scopes, ILoggerFactory loggers) => _sheet = new(() => DrawAsync(scopes, loggers));

    /// <summary>Where it is, under a name that changes with it.</summary>
    public async Task<string> AddressAsync() => $"{Path}?v={(await _sheet.Value).Version}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, async (ThemeStylesheet theme, HttpContext context) =>
    {
        var sheet = await theme._sheet.Value;
        var compressed = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase);
        if (compressed)
        {
            context.Response.Headers[HeaderNames.ContentEncoding] = "br";
        }

        context.Response.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        context.Response.Headers[HeaderNames.CacheControl] = context.Request.Query["v"] == sheet.Version ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(
            compressed ? sheet.Compressed : sheet.Css, "text/css; charset=utf-8", entityTag: new EntityTagHeaderValue(compressed ? $"\"{sheet.Version}-br\"" : $"\"{sheet.Version}\""));
    }).AllowAnonymous().ExcludeFromDescription();

    private static async Task<Sheet> DrawAsync(IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Themes>()).ToHtmlString());
        var css = Encoding.UTF8.GetBytes(StyleTag().Replace(html, ""));
        return new Sheet(css, Compress(css), Convert.ToHexStringLower(SHA256.HashData(css))[..16]);
    }

    private static byte[] Compress(byte[] css)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.SmallestSize))
        {
            brotli.Write(css);
        }

        return target.ToArray();
    }

    [GeneratedRegex("</?style[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex StyleTag();

    private sealed record Sheet(byte[] Css, byte[] Compressed, string Version);
}
