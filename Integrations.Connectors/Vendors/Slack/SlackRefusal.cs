using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>Slack refuses a token with status 200 and an error in the body, where others answer 401.</summary>
/// <remarks>Source: docs.slack.dev, "Using token rotation" (read 2026-11-20): an expired token gives <c>token_expired</c>.</remarks>
internal static class SlackRefusal
{
    /// <summary>A refusal is short; longer answers are results and need no second look.</summary>
    private const int LongestRefusal = 4_096;

    public static async ValueTask<bool> IsRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == System.Net.HttpStatusCode.Unauthorized)
        {
            return true;
        }

        if (response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return false;
        }

        var body = await LimitedBody.ReadAsync(response.Content, LimitedBody.VendorLimit, cancellationToken);
        response.ReplaceBody(body);
        return body.Length <= LongestRefusal && Error(body) is "token_expired" or "invalid_auth";
    }

    private static string? Error(byte[] body) => VendorJson.Parse(body)?.Text("error");
}
