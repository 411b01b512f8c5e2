using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Instances;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class InstanceTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Integrations of all tenants, removed ones too until their age; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<IntegrationInstance> Instances => db.Set<IntegrationInstance>();
    }
}
