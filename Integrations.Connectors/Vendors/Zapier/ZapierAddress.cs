using System.Web;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>The one endpoint, and what people paste instead of a token.</summary>
internal static class ZapierAddress
{
    public const string Host = "mcp.zapier.com";
    public const string Endpoint = "https://mcp.zapier.com/api/v1/connect";

    /// <summary>
    /// Gives the field <c>token</c>: a bare token, or the whole address where the secret is part of its path (older servers).
    /// Either way it is a secret.
    /// </summary>
    public static Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields)
    {
        if (authKind != AuthKinds.ApiKey || fields.GetValueOrDefault("token")?.Trim() is not { Length: > 0 } typed)
        {
            return Result<IReadOnlyDictionary<string, string>>.Success(fields);
        }

        if (typed.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            typed = typed["Bearer ".Length..].Trim();
        }

        if (typed.Contains("://", StringComparison.Ordinal))
        {
            var read = FromUrl(typed);
            if (!read.TryGet(out var secret, out var failure))
            {
                return failure;
            }

            typed = secret;
        }
        else if (typed.Any(c => c is <= ' ' or > '~'))
        {
            return Failure.InvalidField("token", "token must be one word without spaces, as Zapier shows it.");
        }

        return Result<IReadOnlyDictionary<string, string>>.Success(new Dictionary<string, string>(fields, StringComparer.Ordinal) { ["token"] = typed });
    }

    /// <summary>Whether a stored token is a whole address.</summary>
    public static Uri? AsAddress(string token) => token.StartsWith("https://", StringComparison.Ordinal) ? new Uri(token) : null;

    private static Result<string> FromUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || url.Port != 443 || url.UserInfo.Length > 0)
        {
            return Failure.InvalidField("token", "token must be a token, or a server URL that begins with https://mcp.zapier.com/.");
        }

        if (url.Host.EndsWith(".zapier.com", StringComparison.OrdinalIgnoreCase) && url.AbsolutePath.EndsWith("/sse", StringComparison.OrdinalIgnoreCase))
        {
            return Failure.InvalidField("token", "This server URL is of a kind that Zapier has switched off (SSE). Generate a token on the Connect tab of your server.");
        }

        if (!url.Host.Equals(Host, StringComparison.OrdinalIgnoreCase))
        {
            return Failure.InvalidField("token", "token must be a token, or a server URL that begins with https://mcp.zapier.com/.");
        }

        if (HttpUtility.ParseQueryString(url.Query)["token"] is { Length: > 0 } token)
        {
            return token;
        }

        return url.AbsolutePath.StartsWith("/api/mcp/", StringComparison.Ordinal)
            ? url.GetLeftPart(UriPartial.Path)
            : Failure.InvalidField("token", "This server URL holds no token. Generate one on the Connect tab of your server and paste it.");
    }
}
