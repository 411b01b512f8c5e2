using System.Net;

namespace Integrations.Core.Identity.Programs;

/// <summary>Where a program is sent back to: https, or this machine of the person's by http (RFC 8252).</summary>
public static class RedirectAddress
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 400;

    private static readonly string[] NamesOfOurAnswer = ["code", "state", "iss", "error", "error_description"];

    /// <summary>What is wrong with an address that a program wants to register; null when it can be.</summary>
    public static string? Refuse(string? address)
    {
        if (string.IsNullOrEmpty(address) || address.Length > MaxLength || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '\\' or '#' or '*')
            || !Uri.TryCreate(address, UriKind.Absolute, out var url))
        {
            return "Give a full address such as https://app.example.org/callback, without a fragment.";
        }

        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && IsThisMachine(url)))
        {
            return "Use https; http is for the person's own machine alone, such as http://127.0.0.1/callback.";
        }

        return url.UserInfo.Length > 0 || address.Contains('@', StringComparison.Ordinal) ? "The address must not contain a user name."
            : HasDots(address) ? "The address must not contain '..'."
            : Has(url, NamesOfOurAnswer) ? "The address must not name what the answer carries itself, such as code or state."
            : null;
    }

    /// <summary>Whether what a request names is a registered one: the same text; on the person's own machine any port (RFC 8252, 7.3).</summary>
    public static bool Fits(string registered, string asked)
    {
        if (string.Equals(registered, asked, StringComparison.Ordinal))
        {
            return true;
        }

        return Refuse(asked) is null && Uri.TryCreate(registered, UriKind.Absolute, out var one) && Uri.TryCreate(asked, UriKind.Absolute, out var other)
            && one.Scheme == Uri.UriSchemeHttp && other.Scheme == Uri.UriSchemeHttp && IsThisMachine(one) && string.Equals(WithoutPort(registered, one), WithoutPort(asked, other), StringComparison.Ordinal);
    }

    // Of the text and not of what a parser made of it: nothing is decoded, folded or normalized.
    private static string WithoutPort(string text, Uri url)
    {
        var authority = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = text.IndexOfAny(['/', '?'], authority);
        var (host, rest) = path < 0 ? (text[authority..], "") : (text[authority..path], text[path..]);
        var port = $":{url.Port}";
        return (host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host) + rest;
    }

    private static bool IsThisMachine(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool HasDots(string address)
    {
        var decoded = Uri.UnescapeDataString(address);
        return decoded.Split(['/', '?']).Any(segment => segment is "." or "..");
    }

    private static bool Has(Uri url, string[] names) =>
        url.Query.TrimStart('?').Split('&').Select(pair => Uri.UnescapeDataString(pair.Split('=')[0])).Any(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));
}
