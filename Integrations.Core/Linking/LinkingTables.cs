using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class LinkingTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<EntityLink> Links => db.Set<EntityLink>();

        public DbSet<Meeting> Meetings => db.Set<Meeting>();

        public DbSet<Person> People => db.Set<Person>();
    }
}
