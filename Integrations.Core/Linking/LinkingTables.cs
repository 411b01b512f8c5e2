using Integrations.Core.Linking.Accounts;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class LinkingTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Links of meetings and people, of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<EntityLink> Links => db.Set<EntityLink>();

        /// <summary>Connections to be looked at, because something changed in what is linked through them.</summary>
        internal DbSet<LinkChange> LinkChanges => db.Set<LinkChange>();

        /// <summary>Meetings of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<Meeting> Meetings => db.Set<Meeting>();

        /// <summary>The address books of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<Person> People => db.Set<Person>();

        /// <summary>Refused accounts of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        internal DbSet<RefusedAccount> RefusedAccounts => db.Set<RefusedAccount>();
    }
}
