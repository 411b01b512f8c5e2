using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>Turns what vendors answer, or fail to answer, into failures that tell a person what to do.</summary>
public static class VendorFailures
{
    /// <summary>The code for "there is no such thing at the vendor".</summary>
    public const string NotFoundCode = "vendor.not_found";

    /// <summary>The code for "the connected account may not do this".</summary>
    public const string ForbiddenCode = "vendor.forbidden";

    /// <summary>The code for an answer that did not come in time.</summary>
    public const string TimedOutCode = "vendor.timeout";

    private const int VendorWordsMaxLength = 300;
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(30);

    /// <summary><c>vendor.unauthorized</c>, for status 401 and refused grants. A person has to reconnect; trying again is of no use.</summary>
    /// <param name="vendor">The display name, for the message.</param>
    /// <param name="words">What the vendor said, quoted in the message; null when it said nothing.</param>
    /// <param name="status">The HTTP status; null when the vendor did not answer with one that matters.</param>
    public static Failure CredentialRefused(string vendor, string? words, int? status = null) =>
        new(FailureKind.CredentialRefused, "vendor.unauthorized", $"{vendor} refused the credential{Quote(words)}. Reconnect to go on.") { VendorStatus = status };

    /// <summary><see cref="ForbiddenCode"/>, for status 403 that is no rate limit: the credential works, and its account or its scopes do not reach so far.</summary>
    public static Failure Forbidden(string vendor, string? words, int? status = null) =>
        new(FailureKind.VendorRefused, ForbiddenCode, $"{vendor} does not allow this for the connected account{Quote(words)}. Check its permissions there, or reconnect and grant what is asked.") { VendorStatus = status };

    /// <summary><see cref="NotFoundCode"/>, for status 404 and 410. Vendors answer so too for what the account may not see.</summary>
    public static Failure NotFound(string vendor, string? words, int? status = null) =>
        new(FailureKind.VendorRefused, NotFoundCode, $"{vendor} has no such thing, or the connected account may not see it{Quote(words)}.") { VendorStatus = status };

    /// <summary><c>vendor.refused</c>, for the other statuses of 4xx: the request itself is wrong to the vendor, and would be again.</summary>
    public static Failure Refused(string vendor, string? words, int? status = null) =>
        new(FailureKind.VendorRefused, "vendor.refused", $"{vendor} refused the request{Quote(words)}.") { VendorStatus = status };

    /// <summary><c>vendor.rate_limited</c>, for status 429, and for 403 or 503 that name a waiting time.</summary>
    /// <param name="vendor">The display name, for the message.</param>
    /// <param name="retryAfter">What the vendor asks for; null when it named no time.</param>
    /// <param name="status">The HTTP status; null when a body said it.</param>
    public static Failure RateLimited(string vendor, TimeSpan? retryAfter, int? status = null) =>
        new(FailureKind.VendorRateLimited, "vendor.rate_limited", retryAfter is { } wait
            ? $"{vendor} asks to wait {Seconds(wait)} before the next request (rate limit)."
            : $"{vendor} asks to wait before the next request (rate limit). Try again in a minute.")
        {
            RetryAfter = retryAfter,
            VendorStatus = status,
        };

    /// <summary><c>vendor.unavailable</c>, for status 5xx: the vendor's trouble, which counts for its circuit (RELIABILITY G3).</summary>
    public static Failure Unavailable(string vendor, string? words, int? status = null) =>
        new(FailureKind.VendorUnavailable, "vendor.unavailable", $"{vendor} is having trouble{(status is null ? "" : $" (status {status})")}{Quote(words)}. Try again in a few minutes.") { VendorStatus = status };

    /// <summary><see cref="TimedOutCode"/>: no answer within the deadline of <see cref="VendorHttpOptions"/>. Whether the vendor did what was asked is unknown.</summary>
    public static Failure TimedOut(string vendor) =>
        new(FailureKind.VendorUnavailable, TimedOutCode, $"{vendor} took too long to answer. Try again in a few minutes.");

    /// <summary>The code for a vendor that was not asked, because its circuit is open.</summary>
    public const string LeftAloneCode = "vendor.circuit_open";

    /// <summary>Not asked at all: it failed again and again a moment ago (RELIABILITY G3).</summary>
    public static Failure LeftAlone(string vendor, TimeSpan wait) =>
        new(FailureKind.VendorUnavailable, LeftAloneCode, $"{vendor} is having trouble and is left alone for a moment. It is asked again in {Seconds(wait)}.") { RetryAfter = wait };

    /// <summary>The code for a vendor that was not asked, because the hub's own count says that its limit is used up.</summary>
    public const string BudgetSpentCode = "vendor.budget_spent";

    /// <summary><see cref="BudgetSpentCode"/>: to callers a rate limit like the vendor's own, with the time. Work that can wait is put off by it, and has not failed.</summary>
    public static Failure BudgetSpent(string vendor, TimeSpan wait) =>
        new(FailureKind.VendorRateLimited, BudgetSpentCode, $"The requests that {vendor} takes are used up for now (rate limit). It is asked again in {Seconds(wait)}.") { RetryAfter = wait };

    /// <summary>Not asked: the organization, or all of the hub at this vendor, has as many calls under way as it may have (SECURITY V6).</summary>
    public static Failure Busy(string vendor) =>
        new(FailureKind.VendorRateLimited, "vendor.busy", $"Too many calls to {vendor} are under way already. Try again in a minute.") { RetryAfter = BusyWait };

    /// <summary>Blocked, closed and filtered look alike, so that no one can scan ports by error text (SECURITY I12).</summary>
    public static Failure Unreachable(string vendor) =>
        new(FailureKind.VendorUnavailable, "vendor.unreachable", $"{vendor} could not be reached. Check the address and the network, then try again.");

    /// <summary><c>vendor.too_large</c>: the answer had more than <see cref="LimitedBody.VendorLimit"/> bytes, and was dropped (SECURITY I11).</summary>
    public static Failure TooLarge(string vendor) =>
        new(FailureKind.VendorUnavailable, "vendor.too_large", $"{vendor} answered more than the hub reads (10 MB). Narrow the request.");

    /// <summary><c>vendor.unreadable</c>: an answer that is cut off, no JSON, or JSON of another shape; and redirects that are not followed.</summary>
    /// <param name="vendor">The display name, for the message.</param>
    /// <param name="contentType">Named in the message when it is not JSON, as it then tells a sign-in page or a proxy; null where that would not help.</param>
    /// <param name="status">The HTTP status; null when none was read.</param>
    public static Failure Unreadable(string vendor, string? contentType, int? status = null) =>
        new(FailureKind.VendorUnavailable, "vendor.unreadable", $"{vendor} gave an answer that could not be read{(contentType is null || contentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? "" : $" ({Clean(contentType, 60)} instead of JSON)")}. Check the address; if it is right, try again later.") { VendorStatus = status };

    /// <summary>The failure for an answer that is not 2xx.</summary>
    /// <param name="vendor">For messages.</param>
    /// <param name="response">The answer.</param>
    /// <param name="now">Waiting times count from here.</param>
    /// <param name="words">The vendor's, where its own shape had to be read; null looks into the usual ones.</param>
    public static Failure FromResponse(string vendor, VendorResponse response, DateTimeOffset now, string? words = null)
    {
        var status = (int)response.Status;
        words ??= Describe(response);
        return response.Status switch
        {
            HttpStatusCode.Unauthorized => CredentialRefused(vendor, words, status),
            HttpStatusCode.TooManyRequests => RateLimited(vendor, RetryAfter(response, now), status),
            HttpStatusCode.Forbidden when IsRateLimit(response) => RateLimited(vendor, RetryAfter(response, now), status),
            HttpStatusCode.Forbidden => Forbidden(vendor, words, status),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => NotFound(vendor, words, status),
            HttpStatusCode.ServiceUnavailable when RetryAfter(response, now) is { } wait => RateLimited(vendor, wait, status),
            >= HttpStatusCode.InternalServerError => Unavailable(vendor, words, status),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Unreadable(vendor, response.ContentType, status),
            _ => Refused(vendor, words, status),
        };
    }

    /// <summary>
    /// The failure for whatever was thrown while a vendor was asked. Null for the caller's own cancellation, for our own
    /// database's trouble, and for a call from inside a write; everything else is an answer that could not be read (SECURITY X3).
    /// </summary>
    public static Failure? FromException(string vendor, Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? null
        : Known(vendor, exception) ?? (exception is CallInsideWriteException || exception.IsOfDatabase() ? null : Unreadable(vendor, null));

    /// <summary>Whether it is one of the ways in which calls fail; anything else was not foreseen, and is worth a line in the log.</summary>
    internal static bool IsForeseen(Exception exception) => Known("", exception) is not null;

    private static Failure? Known(string vendor, Exception exception) => exception switch
    {
        VendorFailureException known => known.Failure,
        BodyTooLargeException => TooLarge(vendor),
        CircuitOpenException open => LeftAlone(vendor, open.Wait),
        HttpRequestException { InnerException: CircuitOpenException open } => LeftAlone(vendor, open.Wait),
        BudgetSpentException spent => BudgetSpent(vendor, spent.Wait),
        HttpRequestException { InnerException: BudgetSpentException spent } => BudgetSpent(vendor, spent.Wait),
        OutboundFullException or HttpRequestException { InnerException: OutboundFullException } => Busy(vendor),
        Polly.Timeout.TimeoutRejectedException => TimedOut(vendor),
        OperationCanceledException => TimedOut(vendor),
        HttpRequestException { InnerException: BodyTooLargeException } => TooLarge(vendor),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => Unreadable(vendor, null),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => Unreadable(vendor, null),
        HttpRequestException or IOException or System.Net.Sockets.SocketException => Unreachable(vendor),
        InvalidDataException => Unreadable(vendor, null),
        _ => null,
    };

    /// <summary>Seconds or a date (RFC 9110 section 10.2.3), or GitHub's reset time; null when neither can be read.</summary>
    public static TimeSpan? RetryAfter(VendorResponse response, DateTimeOffset now)
    {
        if (ParseRetryAfter(response.Header("Retry-After"), now) is { } wait)
        {
            return wait;
        }

        return long.TryParse(response.Header("X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            && epoch < 253_402_300_799 && response.Header("X-RateLimit-Remaining") == "0"
            ? Positive(DateTimeOffset.FromUnixTimeSeconds(epoch) - now)
            : null;
    }

    /// <summary>Reads a Retry-After (RFC 9110 section 10.2.3): seconds, fractions too, of less than ten days, or an HTTP date.</summary>
    /// <param name="value">The header; null when absent.</param>
    /// <param name="now">Dates count from here.</param>
    /// <returns>Zero for a date that has passed; null for what cannot be read.</returns>
    public static TimeSpan? ParseRetryAfter(string? value, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(value) ? null
        : double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 864_000
            ? TimeSpan.FromSeconds(seconds)
        : HttpDate.TryParse(value, now, out var date) ? Positive(date - now)
        : null;

    /// <summary>The vendor's own message out of the shapes that error bodies usually have; null when there is none.</summary>
    public static string? Describe(VendorResponse response)
    {
        if (response.TryJson() is not { ValueKind: JsonValueKind.Object } body)
        {
            return null;
        }

        var words = Member(body, "error_description") ?? Member(body, "error_summary") ?? Member(body, "message")
            ?? (body.TryGetProperty("error", out var error)
                ? error.ValueKind == JsonValueKind.Object ? Member(error, "message") ?? Member(error, "code") : Member(body, "error")
                : null);
        var more = new List<string>();
        if (body.TryGetProperty("errorMessages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            more.AddRange(messages.EnumerateArray().Select(VendorJson.Read).OfType<string>());
        }

        if (body.TryGetProperty("errors", out var errors))
        {
            more.AddRange(errors.ValueKind switch
            {
                JsonValueKind.Object => errors.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.String).Select(e => $"{e.Name}: {e.Value.Read()}"),
                JsonValueKind.Array => errors.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
                    .Select(e => Member(e, "message") ?? string.Join(' ', new[] { Member(e, "resource"), Member(e, "field"), Member(e, "code") }.OfType<string>())),
                _ => [],
            });
        }

        var all = string.Join("; ", more.Take(5).Prepend(words!).Where(w => !string.IsNullOrWhiteSpace(w)).Distinct(StringComparer.Ordinal));
        return all.Length == 0 ? null : Clean(all, VendorWordsMaxLength);
    }

    /// <summary>Text of a vendor, fit for a message: one line, no control characters, cut.</summary>
    public static string Clean(string text, int maxLength)
    {
        var shown = Primitives.Text.Shorten(text, maxLength);
        var clean = new StringBuilder(shown.Length);
        foreach (var rune in shown.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    private static bool IsRateLimit(VendorResponse response) =>
        response.Header("Retry-After") is not null || response.Header("X-RateLimit-Remaining") == "0";

    private static TimeSpan Positive(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    private static string Seconds(TimeSpan wait) => wait < TimeSpan.FromMinutes(2)
        ? $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))} s"
        : $"{(int)Math.Ceiling(wait.TotalMinutes)} min";

    private static string Quote(string? words) => string.IsNullOrWhiteSpace(words) ? "" : $" (“{TextDirection.Isolate(words.TrimEnd('.'))}”)";

    private static string? Member(JsonElement element, string name) => element.Text(name);
}
