using System.Net;
using System.Text.Json;

namespace Integrations.Client;

/// <summary>Reads an error out of any of the hub's bodies.</summary>
/// <remarks>
/// 000: <c>{success,error:"…"}</c>. 001: <c>{error:{code,message,details,requestId}}</c>, with <c>retryAfter</c> at 429. 002: <c>{success,message,errors}</c>.
/// 003: <c>{success,error:{code,message}}</c>. 004: <c>{success,message}</c>. The authorization server: <c>{error:"code",error_description}</c> (RFC 6749, 5.2).
/// </remarks>
internal static class HubErrorReader
{
    private const string RequestIdHeader = "X-Request-Id";

    public static async Task<HubError> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var error = new HubError
        {
            Kind = KindOf(response.StatusCode),
            Code = CodeOf(response.StatusCode),
            Message = $"The hub answered {(int)response.StatusCode}.",
            Status = response.StatusCode,
            RequestId = RequestIdOf(response),
            RetryAfter = RetryAfterOf(response),
        };
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var json = await JsonDocument.ParseAsync(body, default, cancellationToken);
            return json.RootElement.ValueKind == JsonValueKind.Object ? With(error, json.RootElement) : error;
        }
        catch (JsonException)
        {
            // What stands before the hub has pages of its own; its status says enough.
            return error;
        }
    }

    public static HubError Unreadable(HttpResponseMessage response, string why) => new()
    {
        Kind = HubErrorKind.Unreadable,
        Code = "hub.unreadable",
        Message = $"The answer is not what the hub's documents say: {why}",
        Status = response.StatusCode,
        RequestId = RequestIdOf(response),
    };

    public static string? RequestIdOf(HttpResponseMessage response) => response.Headers.TryGetValues(RequestIdHeader, out var values) ? values.FirstOrDefault() : null;

    /// <summary>As seconds; the hub says no dates.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static HubError With(HubError error, JsonElement body)
    {
        if (!body.TryGetProperty("error", out var told))
        {
            return error with { Message = TextOf(body, "message") ?? error.Message, Fields = MessagesOf(body) ?? error.Fields };
        }

        if (told.ValueKind == JsonValueKind.String)
        {
            return TextOf(body, "error_description") is { } description
                ? error with { Code = told.GetString()!, Message = description }
                : error with { Message = told.GetString()! };
        }

        if (told.ValueKind != JsonValueKind.Object)
        {
            return error;
        }

        var details = told.TryGetProperty("details", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return error with
        {
            Code = TextOf(told, "code") ?? error.Code,
            Message = TextOf(told, "message") ?? error.Message,
            RequestId = TextOf(told, "requestId") ?? error.RequestId,
            RetryAfter = error.RetryAfter ?? (told.TryGetProperty("retryAfter", out var seconds) && seconds.TryGetInt32(out var wait) ? TimeSpan.FromSeconds(wait) : null),
            Reason = TextOf(details, "reason"),
            Fields = FieldsOf(details) ?? error.Fields,
        };
    }

    private static string? TextOf(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, IReadOnlyList<string>>? FieldsOf(JsonElement details) =>
        details.ValueKind == JsonValueKind.Object && details.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object
            ? fields.EnumerateObject().ToDictionary(field => field.Name, field => TextsOf(field.Value), StringComparer.Ordinal)
            : null;

    private static Dictionary<string, IReadOnlyList<string>>? MessagesOf(JsonElement body) =>
        body.TryGetProperty("errors", out var errors) ? new(StringComparer.Ordinal) { [""] = TextsOf(errors) } : null;

    private static IReadOnlyList<string> TextsOf(JsonElement texts) =>
        texts.ValueKind == JsonValueKind.Array ? [.. texts.EnumerateArray().Select(text => text.ToString())] : [texts.ToString()];

    private static HubErrorKind KindOf(HttpStatusCode status) => (int)status switch
    {
        401 => HubErrorKind.Unauthenticated,
        403 => HubErrorKind.Forbidden,
        404 => HubErrorKind.NotFound,
        409 or 412 or 428 => HubErrorKind.Conflict,
        429 => HubErrorKind.RateLimited,
        503 => HubErrorKind.Unavailable,
        >= 500 => HubErrorKind.Failed,
        >= 400 => HubErrorKind.Invalid,
        _ => HubErrorKind.Unreadable,
    };

    private static string CodeOf(HttpStatusCode status) => KindOf(status) switch
    {
        HubErrorKind.Unauthenticated => "unauthenticated",
        HubErrorKind.Forbidden => "forbidden",
        HubErrorKind.NotFound => "not_found",
        HubErrorKind.Conflict => "conflict",
        HubErrorKind.RateLimited => "rate_limited",
        HubErrorKind.Unavailable => "unavailable",
        HubErrorKind.Invalid => "invalid",
        HubErrorKind.Unreadable => "hub.unreadable",
        _ => "failed",
    };
}
