using System.Text;
using System.Text.Encodings.Web;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Sandbox.Pages;

/// <summary>The few pages people see in the sandbox. No scripts; one style sheet.</summary>
internal static class SandboxHtml
{
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <param name="body">HTML; whatever comes from outside must have gone through <see cref="Encode"/>.</param>
    public static IResult Page(string title, string body, int status = StatusCodes.Status200OK) => new Guarded(SandboxJson.Text(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{Encode(title)}</title>
          <link rel="stylesheet" href="/sandbox/sandbox.css">
        </head>
        <body>
          <p class="banner" role="note">Vendor sandbox: nothing here reaches a real service.</p>
          <main>
          {body}
          </main>
        </body>
        </html>
        """, status, "text/html; charset=utf-8"));

    /// <summary>A refusal for a person to read.</summary>
    public static IResult Problem(string vendor, string message, int status = StatusCodes.Status400BadRequest) =>
        Page($"{vendor}: request refused", $"<h1>{Encode(vendor)} refuses this request</h1><p role=\"alert\">{Encode(message)}</p>", status);

    /// <summary>What a web link of a record leads to.</summary>
    public static IResult Record(string vendor, string title, params (string Name, string? Value)[] fields)
    {
        var body = new StringBuilder($"<p>{Encode(vendor)}</p><h1>{Encode(title)}</h1><dl>");
        foreach (var (name, value) in fields.Where(field => !string.IsNullOrEmpty(field.Value)))
        {
            body.Append($"<dt>{Encode(name)}</dt><dd>{Encode(value)}</dd>");
        }

        return Page($"{title} · {vendor}", body.Append("</dl><p><a href=\"/sandbox\">About the sandbox</a></p>").ToString());
    }

    private sealed class Guarded(IResult page) : IResult
    {
        // The consent form ends at the hub's callback, which a person may know as localhost while the sandbox is 127.0.0.1.
        private const string Policy =
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + "form-action 'self' http://localhost:* https://localhost:* http://127.0.0.1:* https://127.0.0.1:*";

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var hubs = httpContext.RequestServices.GetRequiredService<SandboxOptions>().HubOrigins;
            httpContext.Response.Headers.ContentSecurityPolicy = string.Join(' ', hubs.Prepend(Policy));
            return page.ExecuteAsync(httpContext);
        }
    }

    public const string StyleSheet =
        """
        :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
        body { margin: 0; }
        main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
        .banner { margin: 0; padding: .5rem 1rem; background: #7a4b00; color: #fff; text-align: center; }
        .consent { max-width: 34rem; margin: 1rem auto; padding: 1rem 1.5rem; border: 1px solid #8888; border-radius: .5rem; }
        fieldset { border: 0; padding: 0; margin: 1rem 0; }
        legend { font-weight: 600; }
        label.account { display: block; padding: .5rem; border-radius: .25rem; }
        label.account:hover { background: #8882; }
        small { display: block; margin-left: 1.6rem; }
        .actions { display: flex; gap: .75rem; justify-content: flex-end; }
        button { font: inherit; padding: .5rem 1.25rem; border-radius: .25rem; border: 1px solid #8888; cursor: pointer; }
        button.primary { background: #1a5fb4; border-color: #1a5fb4; color: #fff; }
        table { border-collapse: collapse; width: 100%; margin-bottom: 1.5rem; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid #8884; }
        code { overflow-wrap: anywhere; }
        .accounts code { white-space: nowrap; }
        dt { font-weight: 600; }
        dd { margin: 0 0 .75rem; white-space: pre-wrap; }
        """;
}
