using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>Where GitHub's API is.</summary>
internal static class GitHubAddress
{
    private const string Public = "https://api.github.com";
    private const string ServerPath = "/api/v3";

    /// <summary>The API that a session is for; it ends with a slash, so that paths go below it.</summary>
    public static Uri Of(VendorSession session) => new((BaseOf(session.Facts["baseUrl"]) ?? Public) + "/");

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
}
