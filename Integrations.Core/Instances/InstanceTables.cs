using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Instances;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class InstanceTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<IntegrationInstance> Instances => db.Set<IntegrationInstance>();

        public DbSet<InstanceTag> InstanceTags => db.Set<InstanceTag>();
    }
}
