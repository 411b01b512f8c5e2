using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Core.Events;
using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>Makes one attempt: a signed POST to a user-given address, by the egress rules, read to a limit (RELIABILITY R2, SECURITY I6–I13, W1–W6).</summary>
public sealed class WebhookSender(EgressHandlers egress, EgressPolicy policy, WebhookSecrets secrets, TimeProvider clock) : IDisposable
{
    /// <summary>For one attempt, from looking up the name to the end of the answer.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);
    private const int MostRead = 64 * 1024;
    private const int MostRemembered = 500;
    private const int LongestRemembered = 16 * 1024;
    private const string UserAgent = "IntegrationsHub/1.0";
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    private readonly HttpMessageInvoker _http = new(egress.ForUserUrls, disposeHandler: false);

    // An event goes to many endpoints, and an endpoint gets many events.
    private readonly ExpiringCache<Guid, string> _unsigned = new(clock, MostRemembered);
    private readonly ExpiringCache<string, Address> _addresses = new(clock, MostRemembered);

    /// <summary>Posts the event once, signed by the secrets in force at this moment. It does not throw for what a receiver does.</summary>
    /// <param name="claim">A delivery that this process holds.</param>
    /// <param name="stopping">Ends the attempt, which then has no outcome.</param>
    /// <returns>How it went, with what was sent and answered, cut to what is kept.</returns>
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

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(AttemptOutcome Outcome, string? Error, string? Body, SentRequest? Sent)> TryAsync(ClaimedDelivery claim, DateTimeOffset now, CancellationToken stopping)
    {
        var address = AddressOf(claim.Endpoint.Url);
        if (address.Refused is { } reason)
        {
            egress.CountRefused(claim.Endpoint.Url, reason);
            return (new AttemptOutcome(null, IsForbidden: true), reason, null, null);
        }

        var opened = secrets.Open(claim.Endpoint);
        if (opened.Signing(now) is not { Count: > 0 } signing)
        {
            return (new AttemptOutcome(null, IsForbidden: true), "The signing secret can no longer be read. Rotate it, then replay.", null, null);
        }

        using var timeout = new CancellationTokenSource(AttemptTimeout, clock);
        using var either = stopping.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping) : null;
        var token = either?.Token ?? timeout.Token;
        SentRequest? sent = null;
        try
        {
            using var request = Create(claim, address.Url!, signing, opened.Headers, now, out sent);
            using var response = await _http.SendAsync(request, token);
            var retryAfter = VendorFailures.ParseRetryAfter(response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null, now);
            var outcome = new AttemptOutcome((int)response.StatusCode, RetryAfter: retryAfter);
            var body = await ReadAsync(response.Content, token);
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

    private HttpRequestMessage Create(
        ClaimedDelivery claim, Uri url, IReadOnlyList<Secret> signing, IReadOnlyDictionary<string, string> typed, DateTimeOffset now, out SentRequest sent)
    {
        var text = WebhookMessageBody.Sign(UnsignedOf(claim.Event), signing[0]);
        var body = Encoding.UTF8.GetBytes(text);
        var id = claim.Event.Id.ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        foreach (var (name, value) in typed)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Remove("User-Agent");
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, string.Join(' ', signing.Select(secret => WebhookSignature.Sign(secret, id, now, body))));
        sent = SentRequest.Of(request, text, typed);
        return request;
    }

    private string UnsignedOf(OutboxEvent source)
    {
        if (_unsigned.TryGet(source.Id, out var known))
        {
            return known;
        }

        var text = WebhookMessageBody.Unsigned(source.Type, source.OccurredAt, source.Data);
        if (text.Length <= LongestRemembered)
        {
            _unsigned.Remember(source.Id, text, clock.GetUtcNow() + Remembered);
        }

        return text;
    }

    /// <summary>What an address says by itself does not change while the program runs; what its name leads to is looked at with each connection.</summary>
    private Address AddressOf(string url)
    {
        if (!_addresses.TryGet(url, out var known))
        {
            known = policy.Refuse(url) is { } reason ? new Address(null, reason) : new Address(new Uri(url), null);
            _addresses.Remember(url, known, clock.GetUtcNow() + Remembered);
        }

        return known;
    }

    /// <summary>The beginning of the answer as text; what comes after 64 KB is not read.</summary>
    private static async Task<string?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength == 0)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(MostRead);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MostRead), MostRead, throwOnEndOfStream: false, cancellationToken);
            return length == 0 ? null : Text.Cut(Encoding.UTF8.GetString(buffer, 0, Math.Min(length, WebhookAttempt.BodyMaxLength)).Replace('\0', ' '), WebhookAttempt.BodyMaxLength);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsBlocked(Exception exception) => exception is EgressBlockedException || exception.InnerException is EgressBlockedException;

    /// <param name="Url">Null when <paramref name="Refused"/> says why it is not called.</param>
    private sealed record Address(Uri? Url, string? Refused);
}
