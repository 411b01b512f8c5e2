using Integrations.Core.Permissions;

namespace Integrations.Core.Identity;

/// <summary>A personal access token or an organization's API key. Only its hash is kept (SECURITY T6).</summary>
public sealed class ApiToken
{
    public const int NameMaxLength = 80;

    public Guid Id { get; init; }

    public ApiTokenKind Kind { get; init; }

    public Guid? OrganizationId { get; init; }

    /// <summary>The person it acts as; null for an organization's key.</summary>
    public Guid? UserId { get; init; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the whole token or client secret, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The last four characters, for people to tell tokens apart.</summary>
    public required string Hint { get; init; }

    /// <summary>Public half of an organization's key; null for personal tokens.</summary>
    public string? ClientId { get; init; }

    public TokenScopes Scopes { get; init; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
