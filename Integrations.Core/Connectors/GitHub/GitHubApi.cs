using System.Globalization;
using System.Text.Json;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.GitHub;

/// <summary>Addresses, headers and refusals of GitHub's REST API, version 2022-11-28.</summary>
/// <remarks>Source: docs.github.com/rest (read 2026-11-20). Members that version 2026-03-10 drops are not read.</remarks>
internal static class GitHubApi
{
    private const string Public = "https://api.github.com";
    private const string ServerPath = "/api/v3";

    // GitHub documents a minute at least where a secondary limit names no time.
    private static readonly TimeSpan SecondaryLimitWait = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The API for what a person typed: nothing or github.com, an Enterprise Server's host, or a ghe.com address of
    /// Enterprise Cloud. Null when it is no web address.
    /// </summary>
    public static string? BaseOf(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return Public;
        }

        var text = typed.Trim();
        text = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0)
        {
            return null;
        }

        return address.Host.ToLowerInvariant() switch
        {
            "github.com" or "www.github.com" or "api.github.com" => Public,
            var host when host.EndsWith(".ghe.com", StringComparison.Ordinal) => host.StartsWith("api.", StringComparison.Ordinal) ? $"https://{host}" : $"https://api.{host}",
            _ => address.GetLeftPart(UriPartial.Authority) + ServerPath,
        };
    }

    public static HttpRequestMessage Get(VendorSession session, string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        WithHeaders(VendorSession.Get(Address(session, path, query)));

    public static HttpRequestMessage Send(VendorSession session, HttpMethod method, string path, object body) =>
        WithHeaders(VendorSession.Json(method, Address(session, path), body));

    /// <summary>The answer's items and whether another page follows: GitHub says so in the Link header, and only there.</summary>
    public static async Task<Result<GitHubList>> ListAsync(VendorSession session, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await session.SendAsync(request, cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        if (session.Check(response) is { } refused)
        {
            return refused;
        }

        var hasNext = response.Header("Link")?.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) == true;
        return response.Json<JsonElement>(session.VendorName, null).Map(body => body.ValueKind == JsonValueKind.Array
            ? new GitHubList([.. body.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)], hasNext, null)
            : new GitHubList(body.Items("items"), hasNext, body.Number("total_count")) { IsIncomplete = body.Flag("incomplete_results") });
    }

    public static Failure? ReadFailure(VendorSession session, VendorResponse response) => (int)response.Status switch
    {
        403 or 429 when VendorFailures.Describe(response)?.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase) == true =>
            VendorFailures.RateLimited(session.VendorName, VendorFailures.RetryAfter(response, session.Clock.GetUtcNow()) ?? SecondaryLimitWait, (int)response.Status),
        403 when SingleSignOn(response) is { } link =>
            VendorFailures.Forbidden(session.VendorName, $"the organization wants single sign-on for this credential, see {link}", 403),
        301 or 302 or 307 or 308 =>
            VendorFailures.NotFound(session.VendorName, "it has moved or was renamed", (int)response.Status),
        _ => null,
    };

    /// <summary><c>2027-02-01 09:00:00 UTC</c>, sometimes with an offset instead; null where there is none.</summary>
    public static DateTimeOffset? TokenEnd(VendorResponse response) =>
        VendorJson.ParseTime(response.Header("GitHub-Authentication-Token-Expiration")?.Replace(" UTC", "Z", StringComparison.Ordinal));

    /// <summary>Scopes of classic tokens; null where the credential has permissions instead.</summary>
    public static IReadOnlyList<string>? Scopes(VendorResponse response) =>
        response.Header("X-OAuth-Scopes") is { Length: > 0 } scopes
            ? scopes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : null;

    private static string Address(VendorSession session, string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var address = $"{BaseOf(session.Facts["baseUrl"]) ?? Public}/{path}";
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                address += $"{separator}{name}={Uri.EscapeDataString(value)}";
                separator = '&';
            }
        }

        return address;
    }

    private static HttpRequestMessage WithHeaders(HttpRequestMessage request)
    {
        request.Headers.Accept.Clear();
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        return request;
    }

    private static string? SingleSignOn(VendorResponse response)
    {
        var parts = response.Header("X-GitHub-SSO")?.Split(';', StringSplitOptions.TrimEntries);
        return EntityText.Link(parts?.FirstOrDefault(part => part.StartsWith("url=", StringComparison.Ordinal))?["url=".Length..]);
    }
}

/// <param name="Total">Where the vendor counts: in searches.</param>
internal sealed record GitHubList(IReadOnlyList<JsonElement> Items, bool HasNext, long? Total)
{
    /// <summary>Only the first 1,000 results of a search can be read.</summary>
    private const int SearchReach = 1_000;

    /// <summary>GitHub gave up in the middle of its index; what it had found by then is here.</summary>
    public bool IsIncomplete { get; init; }

    public SearchListingPage Page(int number, int size, Func<JsonElement, ExternalEntity?> map) => new(
        [.. Items.Select(map)],
        HasNext && (Total is null || (number + 1) * size <= SearchReach) ? (number + 1).ToString(CultureInfo.InvariantCulture) : null)
    {
        Partial = IsIncomplete
            ? new Failure(FailureKind.VendorRefused, PartlyRead.Code, "GitHub did not finish the search, so there may be more. Narrow it: by repositories in the integration's settings, by dates, or by more words.")
            : null,
    };
}
