using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Setup;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class SetupTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<SetupLink> SetupLinks => db.Set<SetupLink>();

        public DbSet<ChecklistMark> ChecklistMarks => db.Set<ChecklistMark>();
    }
}
