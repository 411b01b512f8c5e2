namespace Integrations.Core.Permissions;

/// <summary>Roles, lowest first.</summary>
public enum Role
{
    User,
    TenantAdmin,
    SuperAdmin,
}
