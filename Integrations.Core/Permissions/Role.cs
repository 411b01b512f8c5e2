namespace Integrations.Core.Permissions;

/// <summary>Roles, lowest first.</summary>
public enum Role
{
    /// <summary>A member of an organization: their own integrations, and what the organization shares with them.</summary>
    User,

    /// <summary>Administers one organization: its integrations, members, webhooks and policies.</summary>
    TenantAdmin,

    /// <summary>Administers the hub: providers, organizations and operation. They need belong to none; in one of their own they are its administrator too.</summary>
    SuperAdmin,
}
