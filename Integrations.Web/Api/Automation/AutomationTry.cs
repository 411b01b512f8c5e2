using System.Text.Json;
using Integrations.Core.Webhooks;

namespace Integrations.Web.Api.Automation;

/// <param name="Duration">Milliseconds.</param>
/// <param name="Request">What was sent; absent when nothing was.</param>
/// <param name="StatusCode">Absent when no answer came.</param>
/// <param name="Response">The beginning of the receiver's answer.</param>
internal sealed record AutomationTry(int Number, DateTimeOffset At, int Duration, AutomationSentRequest? Request, int? StatusCode, string? Error, string? Response)
{
    public static AutomationTry Of(WebhookAttempt attempt, string? body) => new(
        attempt.Number, attempt.At, attempt.DurationMs,
        attempt.RequestHeaders is { } headers && body is not null ? new AutomationSentRequest(JsonSerializer.Deserialize<Dictionary<string, string>>(headers)!, body) : null,
        attempt.StatusCode, attempt.Error, attempt.ResponseBody);
}
