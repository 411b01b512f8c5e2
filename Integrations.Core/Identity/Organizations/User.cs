using Integrations.Core.Permissions;
using Microsoft.AspNetCore.Identity;

namespace Integrations.Core.Identity.Organizations;

/// <summary>A person who signs in.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>In characters.</summary>
    public const int DisplayNameMaxLength = 120;

    /// <summary>Null for people who belong to no organization, such as a super admin.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>As others see the person, 1 to 120 characters; it need not be unique.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The highest role; <see cref="OrganizationId"/> says where it holds.</summary>
    public Role Role { get; set; }

    /// <summary>When an administrator shut the account, in UTC: nothing opens it, and its jobs stop. Null while it is open.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the person last came in, by whatever way; null before.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Of the pages when they last signed in, for mail: <c>en</c>, <c>de</c>; null while it is not known.</summary>
    public string? Language { get; set; }
}
