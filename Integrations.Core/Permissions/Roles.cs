namespace Integrations.Core.Permissions;

/// <summary>Role names as the documents spell them.</summary>
public static class Roles
{
    /// <summary><see cref="Role.User"/> in tokens, answers and requests.</summary>
    public const string User = "user";

    /// <summary><see cref="Role.TenantAdmin"/> in tokens, answers and requests.</summary>
    public const string TenantAdmin = "tenant_admin";

    /// <summary><see cref="Role.SuperAdmin"/> in tokens, answers and requests.</summary>
    public const string SuperAdmin = "super_admin";

    private static readonly string[] UserOnly = [User];
    private static readonly string[] AdminAndUser = [TenantAdmin, User];
    private static readonly string[] SuperOnly = [SuperAdmin];
    private static readonly string[] SuperAndAdmin = [SuperAdmin, TenantAdmin, User];

    /// <summary>The spelling of one role alone; <see cref="Including"/> gives those below it too.</summary>
    public static string Name(Role role) => role switch
    {
        Role.SuperAdmin => SuperAdmin,
        Role.TenantAdmin => TenantAdmin,
        _ => User,
    };

    /// <summary>The role of this spelling, case and all; null for any other text.</summary>
    public static Role? Parse(string? name) => name switch
    {
        SuperAdmin => Role.SuperAdmin,
        TenantAdmin => Role.TenantAdmin,
        User => Role.User,
        _ => null,
    };

    /// <param name="role">The highest role.</param>
    /// <param name="inOrganization">Whether the person belongs to an organization; a super administrator administers their own.</param>
    public static IReadOnlyList<string> Including(Role role, bool inOrganization) => role switch
    {
        Role.SuperAdmin => inOrganization ? SuperAndAdmin : SuperOnly,
        Role.TenantAdmin => AdminAndUser,
        _ => UserOnly,
    };
}
