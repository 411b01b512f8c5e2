using Integrations.Core.Permissions;

namespace Integrations.Core.Identity;

/// <summary>A personal access token or an organization's API key. Only its hash is kept (SECURITY T6).</summary>
public sealed class ApiToken
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 80;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>Whether it acts as one person or as the organization; it never changes.</summary>
    public ApiTokenKind Kind { get; init; }

    /// <summary>Whose things it opens; null for a person who belongs to none.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>The person it acts as; null for an organization's key.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What people call it, 1 to 80 characters; audit entries and activity show it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the whole token or client secret, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The last four characters, for people to tell tokens apart.</summary>
    public required string Hint { get; init; }

    /// <summary>Public half of an organization's key; null for personal tokens.</summary>
    public string? ClientId { get; init; }

    /// <summary>What it may be used for at most; its person's or organization's rights narrow it at each call.</summary>
    public TokenScopes Scopes { get; init; }

    /// <summary>Who made it; the person themself for a personal token.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this moment on it opens nothing; at most a year after it was made.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, exact to a minute; null before.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When a person ended it before its time; null otherwise.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
