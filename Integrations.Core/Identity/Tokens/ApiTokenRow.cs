using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Tokens;

/// <summary>A token in a list; nothing in it can be used to sign in.</summary>
public sealed record ApiTokenRow(
    Guid Id, ApiTokenKind Kind, string Name, string Hint, string? ClientId, TokenScopes Scopes, Guid? UserId, Guid? CreatedBy,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    /// <summary>Null where no one is known any more.</summary>
    public TokenMaker? Maker { get; init; }
}
