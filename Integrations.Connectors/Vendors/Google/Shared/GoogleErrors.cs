using System.Net;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Shared;

/// <summary>Reads Google's refusals, the older shape with <c>errors[].reason</c> and the newer with <c>status</c> and <c>details</c>.</summary>
/// <remarks>Source: developers.google.com/workspace/calendar/api/guides/errors, /drive/api/guides/handle-errors (2026-11).</remarks>
internal static class GoogleErrors
{
    private const int WordsMaxLength = 300;

    /// <returns>Null where the status says enough.</returns>
    public static Failure? Read(VendorSession session, VendorResponse response)
    {
        if (response.IsSuccess || response.TryJson() is not { ValueKind: JsonValueKind.Object } body
            || !body.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var status = (int)response.Status;
        var words = Text(error, "message") is { } message ? VendorFailures.Clean(message, WordsMaxLength) : null;
        var reasons = Reasons(error).ToList();
        if (reasons.Exists(reason => reason is "rateLimitExceeded" or "userRateLimitExceeded" or "sharingRateLimitExceeded" or "quotaExceeded" or "dailyLimitExceeded"))
        {
            // Google says "too many" as 403 as often as 429.
            return VendorFailures.RateLimited(session.VendorName, VendorFailures.RetryAfter(response, session.Clock.GetUtcNow()), status);
        }

        if (response.Status == HttpStatusCode.Forbidden && reasons.Exists(reason => reason is "accessNotConfigured" or "SERVICE_DISABLED"))
        {
            return VendorFailures.Refused(session.VendorName, "this API is not switched on in the Google Cloud project of the OAuth client; enable it there", status);
        }

        // Describe() would say the same sentence for the error and for each of its parts.
        return response.Status switch
        {
            HttpStatusCode.Unauthorized => VendorFailures.CredentialRefused(session.VendorName, words, status),
            HttpStatusCode.Forbidden when reasons.Contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT", StringComparer.Ordinal) || reasons.Contains("insufficientPermissions", StringComparer.Ordinal) =>
                VendorFailures.Forbidden(session.VendorName, "a permission was not granted when connecting", status),
            HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => VendorFailures.Refused(session.VendorName, words, status),
            _ => null,
        };
    }

    private static IEnumerable<string> Reasons(JsonElement error)
    {
        foreach (var list in new[] { "errors", "details" })
        {
            if (error.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in items.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Object && Text(item, "reason") is { } reason)
                    {
                        yield return reason;
                    }
                }
            }
        }
    }

    private static string? Text(JsonElement element, string name) => element.Text(name);
}
