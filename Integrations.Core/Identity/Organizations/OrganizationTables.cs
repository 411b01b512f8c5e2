using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Organizations;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class OrganizationTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<Organization> Organizations => db.Set<Organization>();

        public DbSet<User> Users => db.Set<User>();
    }
}
