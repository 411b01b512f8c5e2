namespace Integrations.Web.Hosting.SignIn;

/// <summary>Where a person goes on after signing in: a path of this site and nothing else (SECURITY O7).</summary>
internal static class ReturnPath
{
    public const string Start = "/";

    public static string OrStart(string? path) => IsLocal(path) ? path! : Start;

    public static bool IsLocal(string? path)
    {
        if (path is null || path.Length is 0 or > 2000 || path[0] != '/' || HasTrap(path))
        {
            return false;
        }

        // Some proxies decode once before they look; whatever would then lead away is refused too.
        var decoded = Uri.UnescapeDataString(path);
        return !HasTrap(decoded) && !HasTrap(Uri.UnescapeDataString(decoded))
            && Uri.TryCreate(new Uri("https://hub.invalid/"), path, out var absolute) && absolute.Host == "hub.invalid" && absolute.Scheme == Uri.UriSchemeHttps;
    }

    private static bool HasTrap(string path)
    {
        var query = path.IndexOfAny(['?', '#']);
        var bare = query < 0 ? path : path[..query];
        return path.StartsWith("//", StringComparison.Ordinal) || bare.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl);
    }
}
