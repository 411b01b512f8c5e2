using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Dropbox;

/// <summary>Dropbox API v2: every route is a POST; errors of a route itself come as 409 with tags.</summary>
/// <remarks>Sources: dropbox.com/developers, HTTP documentation and error handling (read 2026-11-20).</remarks>
internal static class DropboxApi
{
    public const string Rpc = "https://api.dropboxapi.com/2/";
    private const string Content = "https://content.dropboxapi.com/2/";

    /// <param name="session">The authenticated vendor session; its root namespace is put on the request.</param>
    /// <param name="route">Such as <c>files/get_metadata</c>.</param>
    /// <param name="argument">Null for routes without one: they refuse any body and any content type.</param>
    public static HttpRequestMessage Request(VendorSession session, string route, JsonObject? argument)
    {
        var request = argument is null
            ? new HttpRequestMessage(HttpMethod.Post, Rpc + route)
            : VendorSession.Json(HttpMethod.Post, Rpc + route, argument);
        return WithRoot(session, route, request);
    }

    /// <summary>The argument travels in a header, which must be one line of ASCII: the default encoder escapes all else.</summary>
    public static HttpRequestMessage Upload(VendorSession session, JsonObject argument, byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var request = new HttpRequestMessage(HttpMethod.Post, Content + "files/upload") { Content = content };
        request.Headers.TryAddWithoutValidation("Dropbox-API-Arg", argument.ToJsonString(JsonSerializerOptions.Default).Replace("\u007f", "\\u007f", StringComparison.Ordinal));
        return WithRoot(session, "files/upload", request);
    }

    public static Task<Result<JsonElement>> ReadAsync(VendorSession session, string route, JsonObject? argument, CancellationToken cancellationToken) =>
        session.ReadAsync<JsonElement>(Request(session, route, argument).Repeatable(), null, cancellationToken);

    public static Task<Result<JsonElement>> WriteAsync(VendorSession session, string route, JsonObject argument, CancellationToken cancellationToken) =>
        session.ReadAsync<JsonElement>(Request(session, route, argument), null, cancellationToken);

    public static Failure? ReadFailure(VendorSession session, VendorResponse response)
    {
        var (vendor, status) = (session.VendorName, (int)response.Status);
        if (response.IsSuccess || response.TryJson() is not { ValueKind: JsonValueKind.Object } body)
        {
            return null;
        }

        // The summary ends in a varying number of dots; its tags are compared by prefix.
        var summary = VendorFailures.Clean((body.Text("error_summary") ?? "").TrimEnd('.', '/'), 200);
        return (status, summary) switch
        {
            (401, _) when summary.StartsWith("missing_scope", StringComparison.Ordinal) => new Failure(
                FailureKind.VendorRefused, VendorFailures.ForbiddenCode,
                $"{vendor} needs the permission '{VendorFailures.Clean(body.Text("error", "required_scope") ?? "?", 100)}' for this. Tick it in the App Console, then reconnect.")
            { VendorStatus = status },
            (429, _) => VendorFailures.RateLimited(
                vendor, VendorFailures.RetryAfter(response, session.Clock.GetUtcNow()) ?? Seconds(body.Number("error", "retry_after")), status),
            (409, _) when summary.Contains("not_found", StringComparison.Ordinal) => VendorFailures.NotFound(vendor, summary, status),
            (409, _) when summary.Contains("too_many_write_operations", StringComparison.Ordinal) => VendorFailures.RateLimited(vendor, TimeSpan.FromSeconds(5), status),
            (409, _) when summary.Contains("conflict", StringComparison.Ordinal) => new Failure(
                FailureKind.VendorRefused, "vendor.conflict", $"{vendor} has something at that path already ({summary}). Choose another path.")
            { VendorStatus = status },
            (409, _) when summary.Contains("no_write_permission", StringComparison.Ordinal) || summary.Contains("access_denied", StringComparison.Ordinal) => VendorFailures.Forbidden(vendor, summary, status),
            (409, _) when summary.Contains("insufficient_space", StringComparison.Ordinal) => new Failure(
                FailureKind.VendorRefused, "vendor.refused", $"The {vendor} account is full. Free some space, then try again.")
            { VendorStatus = status },
            (409 or 422, _) => VendorFailures.Refused(vendor, summary.Length > 0 ? summary : null, status),
            _ => null,
        };
    }

    /// <summary>Business accounts keep team folders outside the member's home: without the root they cannot be reached.</summary>
    private static HttpRequestMessage WithRoot(VendorSession session, string route, HttpRequestMessage request)
    {
        request.Headers.Accept.ParseAdd("application/json");
        if (session.Facts[DropboxConnector.RootNamespace] is { } root && root.All(char.IsAsciiLetterOrDigit)
            && (route.StartsWith("files/", StringComparison.Ordinal) || route.StartsWith("sharing/", StringComparison.Ordinal)))
        {
            request.Headers.TryAddWithoutValidation("Dropbox-API-Path-Root", $$"""{".tag": "root", "root": "{{root}}"}""");
        }

        return request;
    }

    private static TimeSpan? Seconds(long? seconds) => seconds is >= 0 and < 864_000 ? TimeSpan.FromSeconds(seconds.Value) : null;
}
