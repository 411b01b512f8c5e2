using Integrations.Core.Common;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Where a person may be sent back to: a path of ours or an exactly listed origin (SECURITY O7).</summary>
internal static class ReturnAddress
{
    private const int MaxLength = 2_000;

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

        return Uri.TryCreate(address, UriKind.Absolute, out var url)
            && url.Scheme is "https" or "http"
            && url!.UserInfo.Length == 0
            && address.StartsWith($"{url.Scheme}://", StringComparison.Ordinal)
            && (IsOrigin(url, own.Value) || allowedOrigins.Any(o => Uri.TryCreate(o, UriKind.Absolute, out var allowed) && IsOrigin(url, allowed)));
    }

    private static bool IsLocalPath(string path)
    {
        // What a browser or a proxy might decode to // or /\ is refused too.
        var decoded = Uri.UnescapeDataString(Uri.UnescapeDataString(path));
        return !decoded.StartsWith("//", StringComparison.Ordinal)
            && !decoded.StartsWith(@"/\", StringComparison.Ordinal)
            && !decoded.Contains('\\', StringComparison.Ordinal)
            && !decoded.Any(char.IsControl);
    }

    private static bool IsOrigin(Uri url, Uri origin) =>
        url.Scheme == origin.Scheme && url.Port == origin.Port && string.Equals(url.IdnHost, origin.IdnHost, StringComparison.OrdinalIgnoreCase);
}
