using System.Globalization;
using System.Text;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Receiver;

/// <summary>What arrived at a receiver, newest first, and whether its signatures hold.</summary>
internal static class ReceiverPage
{
    public static IResult Show(WebhookReceiver receiver, HttpContext http)
    {
        var address = $"{SandboxAddress.Root(http)}/receiver/{receiver.Id}";
        var html = new StringBuilder(
            $"""
            <h1>Webhook receiver</h1>
            <p>Use this address for a webhook, or for the Webhook integration. Messages are kept in memory: the latest {WebhookReceiver.MostMessages}, until reset or restart.</p>
            <p class="address"><code>{SandboxHtml.Encode(address)}</code></p>
            <form method="post" action="/sandbox/receiver/{receiver.Id}/settings" class="settings">
              <label>Signing secret <input name="secret" autocomplete="off" spellcheck="false" placeholder="{(receiver.Secret is null ? "whsec_…" : "Kept; enter another to replace it")}"></label>
              <label>Answer with <select name="answer">{string.Concat(new[] { (200, "200 accepted"), (410, "410 gone: switches the webhook off"), (429, "429 slow down"), (500, "500 failure: is tried again") }.Select(a => $"<option value=\"{a.Item1}\"{(a.Item1 == receiver.Answer ? " selected" : "")}>{a.Item2}</option>"))}</select></label>
              <button type="submit" class="primary">Save</button>
            </form>
            <div class="bar">
              <h2>Messages</h2>
              <a class="button" href="/sandbox/receiver/{receiver.Id}">Refresh</a>
              <form method="post" action="/sandbox/receiver/{receiver.Id}/clear"><button type="submit">Clear</button></form>
            </div>
            """);
        var messages = receiver.Messages;
        if (messages.Count == 0)
        {
            html.Append("<p class=\"empty\">Nothing arrived yet. Send a test from the webhook's page, then refresh.</p>");
        }

        foreach (var message in messages)
        {
            Append(html, receiver, message);
        }

        return SandboxHtml.Page("Webhook receiver", html.Append("<p><a href=\"/sandbox\">About the sandbox</a></p>").ToString());
    }

    private static void Append(StringBuilder html, WebhookReceiver receiver, ReceivedMessage message)
    {
        var headers = string.Join('\n', message.Headers.Select(h => $"{h.Key}: {h.Value}"));
        html.Append(CultureInfo.InvariantCulture,
            $"""
            <article class="message">
              <p><strong>{message.At:yyyy-MM-dd HH:mm:ss} UTC</strong> · {message.Length} bytes · answered {message.Answered}</p>
              <p class="verdicts">{Verdict("Signature", SignatureCheck.Header(message, receiver.Secret))}{Verdict("Signature in the body", SignatureCheck.Body(message, receiver.Secret))}{Timely(message)}</p>
              <pre>{SandboxHtml.Encode(Encoding.UTF8.GetString(message.Body))}{(message.IsCut ? "\n… (cut)" : "")}</pre>
              <details><summary>Headers</summary><pre>{SandboxHtml.Encode(headers)}</pre></details>
            </article>
            """);
    }

    private static string Verdict(string what, SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Valid => $"<span class=\"ok\">{what} holds</span>",
        SignatureVerdict.Invalid => $"<span class=\"bad\">{what} does not hold</span>",
        SignatureVerdict.Unchecked => $"<span class=\"off\">{what}: enter the secret to check it</span>",
        _ => $"<span class=\"off\">{what}: none</span>",
    };

    private static string Timely(ReceivedMessage message) => SignatureCheck.IsTimely(message) switch
    {
        false => "<span class=\"bad\">Timestamp more than 5 minutes off</span>",
        _ => "",
    };
}
