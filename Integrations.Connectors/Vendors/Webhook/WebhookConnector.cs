using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Webhook;

/// <summary>A receiver that someone built themselves: 003's custom integration.</summary>
/// <remarks>
/// Messages have the shape of the hub's own webhooks (<c>event</c>, <c>timestamp</c>, <c>data</c>) and are signed as
/// Standard Webhooks 1.0 describes (https://www.standardwebhooks.com). The address is user-given: see the manifest's userUrl.
/// </remarks>
internal sealed class WebhookConnector : IConnector, ITestConnection, IActByTable
{
    public string Provider => "webhook";

    public ActionTable Actions { get; } = new(
        new WrittenAction("send", "Send a message", "Post a JSON message to the connected address, signed when a secret is set.", """
            {
              "event": { "type": "string", "title": "Event", "description": "What the message is about; 'message' when left out.", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9_.:-]+$" },
              "data": { "type": "object", "title": "Data", "description": "The message itself: any JSON object.", "required": true }
            }
            """, call => PostAsync(call.Session, WebhookMessage.From(call.Parameters, call.Session.Clock.GetUtcNow()), call.CancellationToken)));

    /// <summary>Nothing is sent: a receiver has no owner to ask for. Whether it answers is what a test tells.</summary>
    public Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var address = new Uri(session.Facts.Required("url"));
        // The path or query of an address may be as good as a password: only the host is shown.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..32];
        return Task.FromResult<Result<VendorAccount>>(new VendorAccount(id, address.IdnHost) { Workspace = address.IdnHost });
    }

    public async Task<Result<Done>> TestAsync(VendorSession session, CancellationToken cancellationToken) =>
        (await PostAsync(session, WebhookMessage.Ping(session.Clock.GetUtcNow()), cancellationToken)).Map(_ => Done.Value);

    public Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken) =>
        Actions.RunAsync(session, action, parameters, cancellationToken);

    /// <summary>The caller's headers and the signature, over the very bytes that are sent (SECURITY W1).</summary>
    public void Authenticate(HttpRequestMessage request, VendorCredential credential)
    {
        foreach (var (name, value) in WebhookForm.Headers(credential.Find("headers")?.Reveal()))
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (credential.Find("secret") is { } secret && request.Content is { } content)
        {
            using var body = new MemoryStream();
            content.CopyTo(body, context: null, CancellationToken.None);
            var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Single(request, WebhookSignature.TimestampHeader), CultureInfo.InvariantCulture));
            request.Headers.Remove(WebhookSignature.SignatureHeader);
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(secret, Single(request, WebhookSignature.IdHeader), sentAt, body.ToArray()));
        }
    }

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => (int)response.Status is >= 300 and < 400
        ? new Failure(FailureKind.VendorRefused, "webhook.redirected", "The receiver answered with a redirect, which is never followed. Connect its final address.") { VendorStatus = (int)response.Status }
        : null;

    public Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields) => WebhookForm.Normalize(fields);

    private static async Task<Result<ActionOutcome>> PostAsync(VendorSession session, byte[] message, CancellationToken cancellationToken)
    {
        var now = session.Clock.GetUtcNow();
        // Standard Webhooks: the id has no dot, and receivers recognise a repeat by it (W5).
        var id = $"msg_{Guid.CreateVersion7(now):N}";
        using var request = new HttpRequestMessage(HttpMethod.Post, session.Facts.Required("url"))
        {
            Content = new ByteArrayContent(message) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Integrations-Hub", "1.0"));
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

        var sent = await session.SendAsync(request, cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        return session.Check(response) is { } refused ? refused : WebhookMessage.Outcome(id, response);
    }

    private static string Single(HttpRequestMessage request, string header) => request.Headers.GetValues(header).Single();
}
