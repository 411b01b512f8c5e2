using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>Slack's Web API: every method is a POST with a form, and failures come with status 200 and <c>ok:false</c>.</summary>
/// <remarks>Sources: docs.slack.dev, "Using the Slack Web API" and method pages (read 2026-11-20). JSON bodies are ignored by several reading methods, so forms are used everywhere.</remarks>
internal static class SlackApi
{
    public const string Root = "https://slack.com/api/";

    /// <summary>A method that only reads; it may be repeated.</summary>
    public static Task<Result<JsonElement>> ReadAsync(
        VendorSession session, string method, CancellationToken cancellationToken, params IReadOnlyList<(string Name, string? Value)> arguments) =>
        AnswerAsync(session, Request(method, arguments).Repeatable(), cancellationToken);

    /// <summary>A method that changes something. Slack has no idempotency keys, so a lost answer is not repeated.</summary>
    public static Task<Result<JsonElement>> WriteAsync(
        VendorSession session, string method, CancellationToken cancellationToken, params IReadOnlyList<(string Name, string? Value)> arguments) =>
        AnswerAsync(session, Request(method, arguments), cancellationToken);

    public static HttpRequestMessage Request(string method, IReadOnlyList<(string Name, string? Value)> arguments)
    {
        // Nulls are left out: Slack reads an empty argument as a wrong one.
        var form = arguments.Where(argument => argument.Value is not null).Select(argument => KeyValuePair.Create(argument.Name, argument.Value!));
        var request = new HttpRequestMessage(HttpMethod.Post, Root + method) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    /// <summary>The failure that an <c>ok:false</c> stands for; null when the answer is not one.</summary>
    public static Failure? ReadFailure(VendorSession session, VendorResponse response)
    {
        if (response.TryJson() is not { ValueKind: JsonValueKind.Object } body || body.Member("ok") is not { ValueKind: JsonValueKind.False })
        {
            return null;
        }

        var (vendor, status) = (session.VendorName, (int)response.Status);
        var error = VendorFailures.Clean(body.Text("error") ?? "unknown_error", 100);
        if (session.DeadCredential.IsDeadByCall(error))
        {
            return VendorFailures.CredentialRefused(vendor, error, status);
        }

        return error switch
        {
            "missing_scope" => new Failure(
                FailureKind.VendorRefused, VendorFailures.ForbiddenCode, $"{vendor} needs the permission '{VendorFailures.Clean(body.Text("needed") ?? "?", 100)}' for this. Reconnect and grant it.")
            { VendorStatus = status },
            "not_allowed_token_type" or "user_is_bot" => new Failure(
                FailureKind.VendorRefused, VendorFailures.ForbiddenCode, $"{vendor} does not allow this with a bot token. Sign in with {vendor}, or paste a user token (xoxp-).")
            { VendorStatus = status },
            "not_in_channel" => new Failure(
                FailureKind.VendorRefused, VendorFailures.ForbiddenCode, $"The connection is not in that channel. Invite it there with /invite, then try again.")
            { VendorStatus = status },
            "no_permission" or "restricted_action" or "team_access_not_granted" or "ekm_access_denied" or "enterprise_is_restricted" or "access_denied" or "org_login_required" =>
                VendorFailures.Forbidden(vendor, error, status),
            "ratelimited" or "rate_limited" => VendorFailures.RateLimited(vendor, VendorFailures.RetryAfter(response, session.Clock.GetUtcNow()), status),
            "channel_not_found" or "user_not_found" or "users_not_found" or "message_not_found" or "thread_not_found" => VendorFailures.NotFound(vendor, error, status),
            "name_taken" => new Failure(FailureKind.VendorRefused, "vendor.refused", $"{vendor} has a channel of that name already. Choose another name.") { VendorStatus = status },
            "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" => VendorFailures.Unavailable(vendor, error, status),
            _ => VendorFailures.Refused(vendor, error, status),
        };
    }

    private static async Task<Result<JsonElement>> AnswerAsync(VendorSession session, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var read = await session.ReadAsync<JsonElement>(request, null, cancellationToken);
        if (!read.TryGet(out var body, out var failure))
        {
            return failure;
        }

        return body.Flag("ok") ? body : VendorFailures.Unreadable(session.VendorName, null);
    }
}
