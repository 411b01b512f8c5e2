using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Organizations;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class OrganizationTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>The tenants.</summary>
        public DbSet<Organization> Organizations => db.Set<Organization>();

        /// <summary>People who sign in, of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<User> Users => db.Set<User>();
    }
}
