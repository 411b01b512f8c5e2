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
          <header class="banner">Vendor sandbox: nothing here reaches a real service.</header>
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
        :root {
          color-scheme: light dark;
          --ground: #f6f7f9; --surface: #fff; --sunken: #eef0f4; --line: #e1e4ea; --ink: #1b2130; --soft: #555e70;
          --accent: #2f5fd0; --on-accent: #fff; --ok: #156c3b; --ok-soft: #e4f4eb; --bad: #b3261e; --bad-soft: #fcebea; --warn: #915c00; --warn-soft: #fdf1da;
          font: 14px/1.5 Roboto, system-ui, sans-serif;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #12151b; --surface: #1a1e26; --sunken: #222731; --line: #2d3440; --ink: #e7eaf0; --soft: #a3acbb;
            --accent: #8fb0ff; --on-accent: #0e1730; --ok: #6fd39b; --ok-soft: #17352a; --bad: #f59a93; --bad-soft: #42201f; --warn: #f0bd62; --warn-soft: #3a2d14;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); }
        main { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 2rem; }
        h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .5rem; }
        h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
        a { color: var(--accent); }
        .banner { margin: 0; padding: .35rem 1rem; background: var(--warn-soft); color: var(--warn); text-align: center; font-size: .8125rem; }
        fieldset { border: 0; padding: 0; margin: .75rem 0; min-width: 0; }
        legend { font-weight: 600; padding: 0 0 .25rem; }
        label.account { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; padding: .35rem .5rem; border-radius: 8px; align-items: baseline; cursor: pointer; }
        label.account:hover { background: var(--sunken); }
        label.account > span { overflow-wrap: anywhere; }
        small { display: block; color: var(--soft); font-size: .75rem; line-height: 1.35; }
        input, select { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: .45rem .6rem; }
        input[type=radio], input[type=checkbox] { accent-color: var(--accent); padding: 0; }
        button, a.button { font: inherit; font-weight: 500; text-decoration: none; color: var(--ink); background: var(--surface); padding: .5rem 1.1rem; min-height: 40px; border-radius: 8px; border: 1px solid var(--line); cursor: pointer; }
        button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
        table { border-collapse: collapse; width: 100%; margin-bottom: 1.5rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; font-size: .8125rem; }
        th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
        th { color: var(--soft); font-weight: 500; }
        code { overflow-wrap: anywhere; font-size: .8125rem; }
        .accounts code { white-space: nowrap; }
        dt { font-weight: 600; }
        dd { margin: 0 0 .75rem; white-space: pre-wrap; }

        /* The two buttons stay in view however long the lists are, on a phone too. */
        .consent { max-width: 34rem; margin: 0 auto; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
        .consent > * { margin-left: 1.25rem; margin-right: 1.25rem; }
        .consent > h1 { padding-top: 1.1rem; }
        .consent > p { color: var(--soft); margin-top: 0; margin-bottom: 0; }
        .consent > .actions { position: sticky; bottom: 0; display: flex; gap: .75rem; justify-content: flex-end; margin: 0; padding: .75rem 1.25rem; background: var(--surface); border-top: 1px solid var(--line); border-radius: 0 0 8px 8px; }
        .scopes { margin: 0; padding-left: 1.1rem; color: var(--soft); }
        @media (max-width: 40rem) { main { padding: .75rem .5rem 1rem; } }

        .address { padding: .6rem .75rem; background: var(--sunken); border-radius: 8px; }
        .address code { user-select: all; }
        .bar { display: flex; align-items: center; gap: .75rem; flex-wrap: wrap; }
        .bar h2 { margin: 0 auto 0 0; }
        .settings { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin-bottom: 1.5rem; }
        .settings label { display: grid; gap: .25rem; font-weight: 500; flex: 1 1 14rem; }
        .empty { padding: 2rem 1rem; text-align: center; color: var(--soft); background: var(--surface); border: 1px dashed var(--line); border-radius: 8px; }
        .message { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; margin-top: .75rem; }
        .message p { margin: 0 0 .5rem; }
        .message pre { margin: 0; padding: .6rem .75rem; background: var(--sunken); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8125rem; }
        .message summary { cursor: pointer; margin: .5rem 0; }
        .verdicts { display: flex; flex-wrap: wrap; gap: .5rem; }
        .verdicts span { padding: .1rem .6rem; border-radius: 999px; font-size: .75rem; }
        .verdicts .ok { background: var(--ok-soft); color: var(--ok); }
        .verdicts .bad { background: var(--bad-soft); color: var(--bad); }
        .verdicts .off { background: var(--sunken); color: var(--soft); }
        """;
}
