using System.Globalization;
using System.Text;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Receiver;

/// <summary>
/// <c>/sandbox/receiver/{id}</c>: an address to send webhooks to, and the page that shows what arrived. It takes messages by POST
/// and keeps them; nothing that is sent there makes it do anything else.
/// </summary>
internal static class ReceiverRoutes
{
    private static readonly int[] Answers = [200, 410, 429, 500];

    public static void Map(RouteGroupBuilder root, WebhookReceivers receivers, TimeProvider time)
    {
        var group = root.MapGroup("/receiver");
        group.MapGet("/", () => Results.Redirect($"/sandbox/receiver/{Guid.NewGuid():N}"));
        group.MapGet("/{id}", (string id, HttpContext http) => With(receivers, id, receiver => ReceiverPage.Show(receiver, http)));
        group.MapGet("/{id}/messages", (string id) => With(receivers, id, receiver => SandboxJson.Answer(receiver.Messages.Select(message => Describe(receiver, message)))));
        group.MapPost("/{id}", (string id, HttpContext http) => ReceiveAsync(receivers, id, http, time));
        group.MapPost("/{id}/settings", (string id, HttpContext http) => ChangeAsync(receivers, id, http));
        group.MapPost("/{id}/clear", (string id) => With(receivers, id, receiver =>
        {
            receiver.Clear();
            return Back(receiver);
        }));
    }

    private static async Task<IResult> ReceiveAsync(WebhookReceivers receivers, string id, HttpContext http, TimeProvider time)
    {
        if (!WebhookReceivers.IsId(id))
        {
            return Unknown();
        }

        var receiver = receivers.Get(id);
        var (body, length) = await ReadAsync(http);
        receiver.Add(new ReceivedMessage(
            time.GetUtcNow(), [.. http.Request.Headers.Select(h => KeyValuePair.Create(h.Key.ToLowerInvariant(), h.Value.ToString()))], body, length, receiver.Answer));
        return SandboxJson.Answer(new { received = receiver.Answer < 300 }, receiver.Answer);
    }

    private static async Task<IResult> ChangeAsync(WebhookReceivers receivers, string id, HttpContext http)
    {
        if (!WebhookReceivers.IsId(id))
        {
            return Unknown();
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var receiver = receivers.Get(id);
        if (form["secret"].ToString().Trim() is { Length: > 0 and <= 512 } secret)
        {
            receiver.Secret = secret;
        }

        if (int.TryParse(form["answer"], NumberStyles.None, CultureInfo.InvariantCulture, out var answer) && Answers.Contains(answer))
        {
            receiver.Answer = answer;
        }

        return Back(receiver);
    }

    /// <summary>The whole body is taken, its beginning is kept.</summary>
    private static async Task<(byte[] Kept, int Length)> ReadAsync(HttpContext http)
    {
        var kept = new byte[ReceivedMessage.MostKept];
        var length = await http.Request.Body.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, http.RequestAborted);
        var (all, rest) = (length, new byte[4096]);
        while (length == kept.Length && await http.Request.Body.ReadAsync(rest, http.RequestAborted) is > 0 and var more)
        {
            all += more;
        }

        return (kept[..length], all);
    }

    private static object Describe(WebhookReceiver receiver, ReceivedMessage message) => new
    {
        at = message.At,
        headers = message.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal),
        body = Encoding.UTF8.GetString(message.Body),
        length = message.Length,
        answered = message.Answered,
        signature = Name(SignatureCheck.Header(message, receiver.Secret)),
        bodySignature = Name(SignatureCheck.Body(message, receiver.Secret)),
    };

    private static string Name(SignatureVerdict verdict) => verdict.ToString().ToLowerInvariant();

    private static IResult With(WebhookReceivers receivers, string id, Func<WebhookReceiver, IResult> answer) =>
        WebhookReceivers.IsId(id) ? answer(receivers.Get(id)) : Unknown();

    private static IResult Back(WebhookReceiver receiver) => Results.Redirect($"/sandbox/receiver/{receiver.Id}");

    private static IResult Unknown() =>
        SandboxHtml.Problem("Webhook receiver", "A receiver's name has 1 to 64 letters, digits, hyphens and underscores.", StatusCodes.Status404NotFound);
}
