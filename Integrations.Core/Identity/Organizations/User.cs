using Integrations.Core.Permissions;
using Microsoft.AspNetCore.Identity;

namespace Integrations.Core.Identity.Organizations;

/// <summary>A person who signs in.</summary>
public sealed class User : IdentityUser<Guid>
{
    public const int DisplayNameMaxLength = 120;

    /// <summary>Null for people who belong to no organization, such as a super admin.</summary>
    public Guid? OrganizationId { get; set; }

    public required string DisplayName { get; set; }

    public Role Role { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Of the pages when they last signed in, for mail: <c>en</c>, <c>de</c>; null while it is not known.</summary>
    public string? Language { get; set; }
}
