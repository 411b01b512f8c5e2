using Integrations.Primitives;

namespace Integrations.Core.Proxy;

/// <summary>
/// Keeps what is called below the vendor's API (SECURITY I6). Servers differ in what they decode and when they resolve dots, so whatever
/// one of them could take for a way out is refused, and nothing is cleaned.
/// </summary>
public static class ProxyPath
{
    private const string Field = "path";
    private const int MaxLength = 8_000;

    // Dots, both slashes, and the percent sign that could hide any of them from the first reader.
    private static readonly string[] Hidden = ["%2e", "%2f", "%5c", "%25"];

    /// <summary>What is wrong with a path and a query; null when nothing is.</summary>
    public static Failure? Refuse(string path, string query) =>
        path.Length + query.Length > MaxLength ? Failure.InvalidField(Field, $"Path and query must be at most {MaxLength} characters.")
        : (path + query).AsSpan().ContainsAnyExceptInRange('!', '~') ? Failure.InvalidField(Field, "Path and query must be percent-encoded: no spaces, control characters or letters beyond ASCII.")
        : (path + query).AsSpan().ContainsAny('\\', '#') ? Failure.InvalidField(Field, "Path and query must hold no backslash and no fragment.")
        : HoldsControl(path) || HoldsControl(query) ? Failure.InvalidField(Field, "Path and query must hold no control characters.")
        : Hidden.Any(hidden => path.Contains(hidden, StringComparison.OrdinalIgnoreCase)) ? Failure.InvalidField(Field, "The path must hold no encoded dot, slash, backslash or percent sign.")
        : path.StartsWith('/') || path.Contains("//", StringComparison.Ordinal) || IsAbsolute(path) ? Failure.InvalidField(Field, "The path must lie below the vendor's API: no address of its own, and no empty segment.")
        : path.Split('/').Any(IsDots) ? Failure.InvalidField(Field, "The path must hold no segment of dots.")
        : null;

    /// <summary>The address below a base; null when it would not be below it after all.</summary>
    /// <param name="api">Ends with a slash.</param>
    public static Uri? Below(Uri api, string path, string query) =>
        Uri.TryCreate($"{api.GetLeftPart(UriPartial.Path)}{path}{query}", UriKind.Absolute, out var address) && IsBelow(api, address) ? address : null;

    /// <summary>Whether an address is on the base's host and port and below its path.</summary>
    public static bool IsBelow(Uri api, Uri address) =>
        Uri.Compare(api, address, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
        && address.Fragment.Length == 0 && address.AbsolutePath.StartsWith(api.AbsolutePath, StringComparison.Ordinal);

    private static bool HoldsControl(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            // An escape that is none is as odd as one of a control character.
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])
                || text[at + 1] is '0' or '1' || text.AsSpan(at + 1, 2).Equals("7f", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAbsolute(string path) =>
        path.IndexOf(":/", StringComparison.Ordinal) is var end and > 0 && path.AsSpan(0, end).IndexOf('/') < 0;

    // Some servers cut what follows a semicolon before they resolve dots.
    private static bool IsDots(string segment) => segment.Split(';')[0] is "." or "..";
}
