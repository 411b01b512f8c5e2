using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Migration;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class MigrationTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>The older system's, those that wait and those that were brought over.</summary>
        public DbSet<LegacyCredential> LegacyCredentials => db.Set<LegacyCredential>();
    }
}
