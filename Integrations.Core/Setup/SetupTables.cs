using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Setup;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class SetupTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>One row at most.</summary>
        public DbSet<SetupLink> SetupLinks => db.Set<SetupLink>();

        /// <summary>One a line of the checklist that something is remembered of.</summary>
        public DbSet<ChecklistMark> ChecklistMarks => db.Set<ChecklistMark>();
    }
}
