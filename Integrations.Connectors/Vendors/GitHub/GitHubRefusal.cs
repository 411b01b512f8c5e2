using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>Refusals that only GitHub words this way.</summary>
internal static class GitHubRefusal
{
    // GitHub documents a minute at least where a secondary limit names no time.
    private static readonly TimeSpan SecondaryLimitWait = TimeSpan.FromMinutes(1);

    public static Failure? Read(VendorSession session, VendorResponse response) => (int)response.Status switch
    {
        403 or 429 when VendorFailures.Describe(response)?.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase) == true =>
            VendorFailures.RateLimited(session.VendorName, VendorFailures.RetryAfter(response, session.Clock.GetUtcNow()) ?? SecondaryLimitWait, (int)response.Status),
        403 when SingleSignOn(response) is { } link =>
            VendorFailures.Forbidden(session.VendorName, $"the organization wants single sign-on for this credential, see {link}", 403),
        301 or 302 or 307 or 308 =>
            VendorFailures.NotFound(session.VendorName, "it has moved or was renamed", (int)response.Status),
        _ => null,
    };

    private static string? SingleSignOn(VendorResponse response)
    {
        var parts = response.Header("X-GitHub-SSO")?.Split(';', StringSplitOptions.TrimEntries);
        return EntityText.Link(parts?.FirstOrDefault(part => part.StartsWith("url=", StringComparison.Ordinal))?["url=".Length..]);
    }
}
