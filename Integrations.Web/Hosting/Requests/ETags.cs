using System.Globalization;
using System.Security.Cryptography;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Entity tags: <c>"v{version}-{digest of the body}"</c>; the version guards updates, the digest tells whether anything shown has changed.</summary>
internal static class ETags
{
    // Matches no row: a tag that is not ours names a version that nothing has.
    private const int NoVersion = -1;

    /// <summary>The version that an If-Match header insists on; null for none, or <c>*</c>.</summary>
    public static int? Expected(string? ifMatch)
    {
        var tag = ifMatch?.Trim();
        return string.IsNullOrEmpty(tag) || tag == "*" ? null
            : tag.StartsWith("\"v", StringComparison.Ordinal) && tag.IndexOf('-', StringComparison.Ordinal) is > 2 and var end
                && int.TryParse(tag.AsSpan(2, end - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : NoVersion;
    }

    public static string Of(int? version, ReadOnlySpan<byte> body) =>
        $"\"v{version?.ToString(CultureInfo.InvariantCulture) ?? "0"}-{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";

    public static bool Matches(string? ifNoneMatch, string tag) => ifNoneMatch is not null
        && ifNoneMatch.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(given => given == "*" || given == tag || given == $"W/{tag}");
}
