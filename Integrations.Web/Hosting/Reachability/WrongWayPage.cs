using System.Text.Encodings.Web;
using static Integrations.Web.Localization.Text;

namespace Integrations.Web.Hosting.Reachability;

/// <summary>The one page that everyone gets who came the wrong way: what a visitor does, and what the operator sets.</summary>
internal static class WrongWayPage
{
    /// <summary>What is wrong, for the operator: it names the header or the setting.</summary>
    public static string Explain(WrongWay way) => way switch
    {
        WrongWay.PlainHttp => T("The request came by plain http, without the header X-Forwarded-Proto. Let the proxy end TLS and send X-Forwarded-Proto, and name the proxy in Hub:KnownProxies or Hub:KnownNetworks."),
        WrongWay.ProxyNotTrusted => T("The request has the header X-Forwarded-Proto, but comes from an address that the hub does not believe. Name the proxy in Hub:KnownProxies or Hub:KnownNetworks; the log has its address."),
        WrongWay.ProxySaysHttp => T("The proxy says by X-Forwarded-Proto that the browser came by plain http. Let it redirect http to https."),
        WrongWay.ForeignHost => T("The request asks for another host than Hub:PublicOrigin names. Open the address below, or let the proxy pass the header Host on; if the hub has moved, change Hub:PublicOrigin."),
        _ => T("Hub:PublicOrigin is not set, so the hub can be tried on its own machine only, by http://localhost. Set it to the https address that people open."),
    };

    public static async Task WriteAsync(HttpContext context, WrongWay way, Uri? origin)
    {
        var response = context.Response;
        // The server is not set up to answer for this scheme and host.
        response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        response.Headers.CacheControl = "no-store";
        var explained = Explain(way);
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync(explained, context.RequestAborted);
            return;
        }

        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(Html(explained, origin is { Scheme: "https" } ? origin : null), context.RequestAborted);
    }

    private static string Html(string explained, Uri? origin)
    {
        var (title, forVisitors) = (Encoded(T("This address does not lead to the hub")), origin is null ? "" : $"<p>{Encoded(T("The hub is here:"))} <a href=\"{Encoded(origin.AbsoluteUri)}\">{Encoded(origin.GetLeftPart(UriPartial.Authority))}</a></p>");
        return $$"""
            <!DOCTYPE html>
            <html lang="{{Localization.Languages.Current.Name}}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{title}}</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:15vh auto;padding:0 1rem}</style></head>
            <body><main><h1>{{title}}</h1>{{forVisitors}}<p><strong>{{Encoded(T("For the operator:"))}}</strong> {{Encoded(explained)}}</p></main></body>
            </html>
            """;
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
