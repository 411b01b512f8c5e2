using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>Makes one attempt: a signed POST to a user-given address, by the egress rules, read to a limit (RELIABILITY R2, SECURITY I6–I13, W1–W6).</summary>
public sealed class WebhookSender(EgressHandlers egress, EgressPolicy policy, WebhookSecrets secrets, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);
    private const int MostRead = 64 * 1024;

    private readonly HttpClient _http = new(egress.ForUserUrls, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    [SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    public async Task<DeliveryResult> SendAsync(ClaimedDelivery claim, CancellationToken stopping)
    {
        using var activity = Telemetry.Continue("webhook.deliver", ActivityKind.Producer, claim.Event.TraceParent, claim.Delivery.ReplayTraceParent);
        activity?.SetTag("messaging.message.id", claim.Event.Id.ToString()).SetTag("integrations.event.type", claim.Event.Type).SetTag("integrations.attempt", claim.Delivery.Attempts + 1);
        var startedAt = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var (outcome, error, body, sent) = await TryAsync(claim, startedAt, stopping);
        if (!outcome.IsSuccess)
        {
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", outcome.ErrorType);
        }

        return new DeliveryResult(claim, outcome, error, body, startedAt, clock.GetElapsedTime(started), Random.Shared.NextDouble()) { Sent = sent };
    }

    public void Dispose() => _http.Dispose();

    private async Task<(AttemptOutcome Outcome, string? Error, string? Body, SentRequest? Sent)> TryAsync(ClaimedDelivery claim, DateTimeOffset now, CancellationToken stopping)
    {
        if (policy.Refuse(claim.Endpoint.Url) is { } reason)
        {
            egress.CountRefused(claim.Endpoint.Url, reason);
            return (new AttemptOutcome(null, IsForbidden: true), reason, null, null);
        }

        if (secrets.Signing(claim.Endpoint) is not { Count: > 0 } signing)
        {
            return (new AttemptOutcome(null, IsForbidden: true), "The signing secret can no longer be read. Rotate it, then replay.", null, null);
        }

        using var timeout = new CancellationTokenSource(AttemptTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        SentRequest? sent = null;
        try
        {
            using var request = Create(claim, signing, now, out sent);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var retryAfter = VendorFailures.ParseRetryAfter(response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null, now);
            var outcome = new AttemptOutcome((int)response.StatusCode, RetryAfter: retryAfter);
            var body = await ReadAsync(response.Content, either.Token);
            return (outcome, outcome.IsSuccess ? null : $"The receiver answered {(int)response.StatusCode}.", body, sent);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (new AttemptOutcome(null, IsTimeout: true), $"The receiver did not answer within {AttemptTimeout.TotalSeconds:0} s.", null, sent);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            // The connection took too long (R2). Said as of any address that cannot be reached (SECURITY I12).
            return (new AttemptOutcome(null, IsTimeout: true), "The receiver could not be reached.", null, sent);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // Closed, filtered and forbidden look alike to the reader (SECURITY I12); a forbidden address is final (R3).
            return (new AttemptOutcome(null, IsForbidden: IsBlocked(exception)), "The receiver could not be reached.", null, sent);
        }
    }

    private HttpRequestMessage Create(ClaimedDelivery claim, IReadOnlyList<Secret> signing, DateTimeOffset now, out SentRequest sent)
    {
        var body = WebhookMessageBody.Create(claim.Event.Type, claim.Event.OccurredAt, claim.Event.Data, signing[0]);
        var id = claim.Event.Id.ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, claim.Endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var typed = secrets.Headers(claim.Endpoint);
        foreach (var (name, value) in typed)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.UserAgent.Clear();
        request.Headers.UserAgent.ParseAdd("IntegrationsHub/1.0");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, string.Join(' ', signing.Select(secret => WebhookSignature.Sign(secret, id, now, body))));
        sent = SentRequest.Of(request, body, typed.Keys);
        return request;
    }

    /// <summary>The beginning of the answer as text; what comes after 64 KB is not read.</summary>
    private static async Task<string?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MostRead];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == 0)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(buffer, 0, Math.Min(length, WebhookAttempt.BodyMaxLength)).Replace('\0', ' ');
        return Text.Cut(text, WebhookAttempt.BodyMaxLength);
    }

    private static bool IsBlocked(Exception exception) => exception is EgressBlockedException || exception.InnerException is EgressBlockedException;
}
