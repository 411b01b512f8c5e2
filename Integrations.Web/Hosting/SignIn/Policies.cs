namespace Integrations.Web.Hosting.SignIn;

/// <summary>Who may pass an endpoint's door. What they may do inside, Core decides (SECURITY A1, A3).</summary>
/// <remarks>An API policy takes a Bearer token and nothing else: a browser's cookie never opens it (SECURITY S10).</remarks>
internal static class Policies
{
    /// <summary>Any valid token that may read; one that was made for the hub's tools alone opens none of the routes.</summary>
    public const string Api = "api";

    /// <summary>Any valid token: what its program may call there, Core decides.</summary>
    public const string Mcp = "mcp";

    /// <summary>A token of an organization's administrator.</summary>
    public const string ApiTenantAdmin = "api.tenant_admin";

    /// <summary>A token of a super admin.</summary>
    public const string ApiSuperAdmin = "api.super_admin";

    /// <summary>A page for administrators of an organization.</summary>
    public const string TenantAdmin = "tenant_admin";

    /// <summary>A page for super admins.</summary>
    public const string SuperAdmin = "super_admin";
}
