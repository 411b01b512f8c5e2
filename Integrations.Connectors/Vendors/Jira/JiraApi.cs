using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>Requests and refusals of Jira Cloud's REST API v3 and Data Center's v2.</summary>
/// <remarks>Source: developer.atlassian.com/cloud/jira/platform/rest/v3 (read 2026-11-20).</remarks>
internal static partial class JiraApi
{
    /// <summary>The fields that are read; without a list Cloud's search gives ids only, and one issue comes whole.</summary>
    public static readonly string[] IssueFields =
        ["summary", "description", "status", "issuetype", "priority", "project", "assignee", "reporter", "labels", "duedate", "created", "updated"];

    public static HttpRequestMessage Get(JiraSite site, string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var address = new StringBuilder($"{site.Api}/{path}");
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return VendorSession.Get(address.ToString());
    }

    /// <param name="isRead">A search: it may be repeated after a lost answer.</param>
    public static HttpRequestMessage Post(JiraSite site, string path, object body, bool isRead = false)
    {
        var request = VendorSession.Json(HttpMethod.Post, $"{site.Api}/{path}", body, repeatable: isRead);
        // Spares the check against forged forms.
        request.Headers.Add("X-Atlassian-Token", "no-check");
        return request;
    }

    public static HttpRequestMessage GetIssue(JiraSite site, string idOrKey) => Get(site, $"issue/{idOrKey}", ("fields", string.Join(',', IssueFields)));

    public static void Authenticate(HttpRequestMessage request, VendorCredential credential) =>
        request.Headers.Authorization = credential.AuthKind == AuthKinds.Basic
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential["email"].Reveal()}:{credential["apiToken"].Reveal()}")))
            : new AuthenticationHeaderValue("Bearer", credential.Token.Reveal());

    public static Failure? ReadFailure(VendorSession session, VendorResponse response)
    {
        // Routes that serve anonymous callers too answer a dead credential with 200 and nothing; only this header tells.
        if (response.Header("X-Seraph-LoginReason") is { } reason
            && (reason.Contains("AUTHENTICATED_FAILED", StringComparison.OrdinalIgnoreCase) || reason.Contains("AUTHENTICATION_DENIED", StringComparison.OrdinalIgnoreCase)))
        {
            return VendorFailures.CredentialRefused(session.VendorName, null, (int)response.Status);
        }

        // The reset is a time here, not a number of seconds; quotas reset after up to an hour.
        if ((int)response.Status == 429 && response.Header("Retry-After") is null && VendorJson.ParseTime(response.Header("X-RateLimit-Reset")) is { } reset)
        {
            var wait = reset - session.Clock.GetUtcNow();
            return VendorFailures.RateLimited(session.VendorName, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, 429);
        }

        return null;
    }

    /// <summary>
    /// Atlassian's gateway answers some calls with an expired access token by a page or nothing, as 404 or 403, where 401 would be
    /// right (reported by people who use other clients, 2026). Jira's own refusals are JSON.
    /// </summary>
    public static bool DoubtsCredential(HttpResponseMessage response) =>
        (int)response.StatusCode is 403 or 404
        && response.RequestMessage?.RequestUri?.AbsolutePath.Contains("/ex/jira/", StringComparison.Ordinal) == true
        && (response.Content.Headers.ContentLength == 0 || response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true);

    /// <summary><c>2026-03-18T16:41:30.004+0100</c>: the offset has no colon.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : VendorJson.ParseTime(text);

    /// <summary>Such as <c>WID-412</c>; whether there is such an issue is another question.</summary>
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{1,30}-[0-9]{1,10}\z", RegexOptions.NonBacktracking)]
    public static partial Regex IssueKey();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{1,30}\z", RegexOptions.NonBacktracking)]
    public static partial Regex ProjectKey();
}
