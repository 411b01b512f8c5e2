using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Jwt;

/// <summary>What an access token says. Rights in it are a claim only: the database confirms them (SECURITY S8).</summary>
/// <param name="Subject">The person's id, or the client id of an organization's key.</param>
/// <param name="OrganizationId"><c>tid</c>; null, written as the empty GUID, for someone who belongs to none.</param>
/// <param name="Roles">Role names as the documents spell them.</param>
/// <param name="TokenId"><c>jti</c>, unique per token.</param>
/// <param name="IssuedAt">UTC, whole seconds.</param>
/// <param name="ExpiresAt">UTC, whole seconds; at most an hour after <paramref name="IssuedAt"/>.</param>
internal sealed record AccessTokenClaims(
    string Subject, Guid? OrganizationId, IReadOnlyList<string> Roles, Guid TokenId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public TokenScopes Scopes { get; init; } = TokenScopes.All;

    /// <summary>When the person gave their password; null for clients.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Set when an organization's key was exchanged for the token (RFC 9068 section 2.2).</summary>
    public string? ClientId { get; init; }

    /// <summary>The person's security stamp, hashed: a changed password ends tokens too (SECURITY S2).</summary>
    public string? Stamp { get; init; }
}
