using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.AspNetCore.Identity;

namespace Integrations.Core.Identity.Organizations;

/// <summary>A tenant (002 says company). Owns integrations; users belong to one.</summary>
public sealed class Organization : IVersioned
{
    public const int NameMaxLength = 120;

    public Guid Id { get; init; }

    /// <summary>1 to 120 characters, unique.</summary>
    public required string Name { get; set; }

    /// <summary>Compared with a premium provider's plan; one of <see cref="Plans"/>.</summary>
    public string Plan { get; set; } = Plans.Free;

    /// <summary>A disabled organization's people cannot sign in and its jobs send nothing (SECURITY A9).</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>Plans, smallest first. Every edition has all features; plans exist because providers may require one (001).</summary>
public static class Plans
{
    public const string Free = "free";

    public static IReadOnlyList<string> All { get; } = [Free, "team", "business", "enterprise"];

    /// <summary>Whether a plan is at least the required one; an unknown requirement is met by the same name only.</summary>
    public static bool Covers(string plan, string? required) => required is null
        || string.Equals(plan, required, StringComparison.OrdinalIgnoreCase)
        || (Rank(required) >= 0 && Rank(plan) >= Rank(required));

    private static int Rank(string plan) => All.ToList().FindIndex(p => p.Equals(plan, StringComparison.OrdinalIgnoreCase));
}

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
