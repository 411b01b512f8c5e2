namespace Integrations.Core.Proxy;

/// <summary>Which headers pass, in each direction; all others stay where they are.</summary>
public static class ProxyHeaders
{
    private const int ValueMaxLength = 8_000;

    // Nothing that says who asks or where: no credential, cookie, host or forwarded address.
    private static readonly HashSet<string> ToVendor = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Language", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Range", "Prefer",
    };

    private static readonly HashSet<string> OfBodyToVendor = new(StringComparer.OrdinalIgnoreCase) { "Content-Type", "Content-Encoding" };

    // Nothing that acts on the hub's own origin: no cookie, challenge, policy or permission. The hub says itself what may be stored.
    private static readonly HashSet<string> ToCaller = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Encoding", "Content-Language", "Content-Range", "Accept-Ranges", "ETag", "Last-Modified", "Link", "Retry-After",
        "RateLimit", "RateLimit-Policy",
    };

    /// <summary>Whether a request's header goes on to the vendor; in any case. Nothing that tells who asks, and no credential, does.</summary>
    public static bool PassesToVendor(string name) => ToVendor.Contains(name);

    /// <summary>Whether it goes on too where the request has a body: what the body is, and how it is packed.</summary>
    public static bool PassesWithBody(string name) => OfBodyToVendor.Contains(name);

    /// <summary>Whether a vendor's header is handed back; cookies, challenges and policies, which would act on the hub's own origin, are not.</summary>
    public static bool PassesToCaller(string name) =>
        ToCaller.Contains(name) || name.StartsWith("X-RateLimit-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("RateLimit-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value can be written as it is.</summary>
    public static bool IsPlain(string value) => value.Length <= ValueMaxLength && value.All(c => c is >= ' ' and <= '~' or '\t');
}
