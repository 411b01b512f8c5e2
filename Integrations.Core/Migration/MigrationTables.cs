using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Migration;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class MigrationTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<LegacyCredential> LegacyCredentials => db.Set<LegacyCredential>();
    }
}
