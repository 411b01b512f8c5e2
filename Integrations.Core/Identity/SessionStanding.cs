namespace Integrations.Core.Identity;

/// <summary>An open session.</summary>
/// <param name="AuthenticatedAt">When the password was last given in it.</param>
public sealed record SessionStanding(DateTimeOffset AuthenticatedAt, SignInProof Proof);
