using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Connections;

/// <summary>What a token answer says of its end.</summary>
internal static class TokenExpiry
{
    /// <summary>A lifetime that the vendor did not tell is treated as this short, and shown as unknown.</summary>
    private static readonly TimeSpan AssumedLifetime = TimeSpan.FromHours(1);

    public static (DateTimeOffset? At, ExpiryKnowledge Knowledge) Of(TokenGrant grant, OAuthManifest? manifest, DateTimeOffset now) =>
        grant.ExpiresIn is { } told ? (now + told, ExpiryKnowledge.Known)
        : manifest?.DefaultLifetimeSeconds is { } seconds ? (now + TimeSpan.FromSeconds(seconds), ExpiryKnowledge.Known)
        : manifest?.TokensWithoutExpiryLast == true ? (null, ExpiryKnowledge.DoesNotExpire)
        : grant.RefreshToken is not null ? (now + AssumedLifetime, ExpiryKnowledge.Unknown)
        : (null, ExpiryKnowledge.Unknown);
}
