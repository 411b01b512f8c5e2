namespace Integrations.Client;

/// <summary>A path at a vendor's, below its base address: what could make another address of it is refused before it is sent.</summary>
internal static class VendorPath
{
    /// <exception cref="ArgumentException">It is an address, begins with a slash, has dot segments, backslashes, control characters or a fragment.</exception>
    public static string Check(string path)
    {
        var segments = path.Split('?', 2)[0].Split('/');
        return path.Length == 0 || path[0] == '/' || path.Contains("://", StringComparison.Ordinal) && !path.Contains('?', StringComparison.Ordinal)
            || segments[0].Contains(':', StringComparison.Ordinal) || path.Any(c => c is '\\' or '#' || char.IsControl(c) || char.IsWhiteSpace(c))
            || segments.Any(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..")
            ? throw new ArgumentException("The path must be relative to the vendor's base address, such as user/repos, and percent-encoded, without dot segments.", nameof(path))
            : path;
    }
}
