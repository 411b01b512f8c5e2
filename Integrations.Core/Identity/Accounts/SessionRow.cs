namespace Integrations.Core.Identity.Accounts;

/// <summary>One open session of the caller.</summary>
/// <param name="Browser">The browser's own words (User-Agent); null where none were sent.</param>
/// <param name="LastSeenAt">Exact to some minutes.</param>
/// <param name="IsCurrent">The one that asks.</param>
public sealed record SessionRow(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt, DateTimeOffset ExpiresAt, string? RemoteAddress, string? Browser, SignInProof Proof, bool IsCurrent);
