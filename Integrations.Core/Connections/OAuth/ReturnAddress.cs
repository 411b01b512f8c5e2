using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Where a person may be sent back to: a path of ours or an exactly listed origin (SECURITY O7).</summary>
internal static class ReturnAddress
{
    private const int MaxLength = 2_000;

    private static readonly Uri Anywhere = new("https://hub.invalid/");

    public static bool IsAllowed(string? address, PublicOrigin own, IEnumerable<string> allowedOrigins)
    {
        if (string.IsNullOrEmpty(address) || address.Length > MaxLength || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || address.Contains('\\', StringComparison.Ordinal))
        {
            return false;
        }

        if (address[0] == '/')
        {
            return IsLocalPath(address);
        }

        return allowedOrigins.Append(own.Value.GetLeftPart(UriPartial.Authority)).Any(origin => IsAt(address, origin));
    }

    /// <summary>The address as a header can carry it: what is not ASCII, and what a link may not hold, percent-encoded (RFC 3986).</summary>
    public static string Encoded(string address) =>
        !Uri.TryCreate(Anywhere, address, out var whole) ? "/"
        : address[0] == '/' ? whole.PathAndQuery + whole.Fragment
        : whole.AbsoluteUri;

    private static bool IsLocalPath(string path)
    {
        // What a browser or a proxy might decode to // or /\ is refused too.
        var decoded = Uri.UnescapeDataString(Uri.UnescapeDataString(path));
        return !decoded.StartsWith("//", StringComparison.Ordinal)
            && !decoded.StartsWith(@"/\", StringComparison.Ordinal)
            && !decoded.Contains('\\', StringComparison.Ordinal)
            && !decoded.Any(char.IsControl);
    }

    /// <summary>Compared as text: other spellings of the same host are for attackers.</summary>
    private static bool IsAt(string address, string origin)
    {
        var start = origin.TrimEnd('/');
        return start.Length > 0
            && address.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            && (address.Length == start.Length || address[start.Length] is '/' or '?' or '#');
    }
}
