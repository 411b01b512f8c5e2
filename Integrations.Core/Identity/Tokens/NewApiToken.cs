using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Tokens;

/// <summary>What is asked for.</summary>
/// <param name="Name">1 to 80 characters, for people.</param>
/// <param name="Scopes">At most what the caller holds (SECURITY A10).</param>
/// <param name="Lifetime">1 to 365 days; null means 90 days.</param>
public sealed record NewApiToken(string Name, TokenScopes Scopes, TimeSpan? Lifetime = null);
