using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class ActivityTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>What was done through integrations, of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<ActivityEntry> Activities => db.Set<ActivityEntry>();

        /// <summary>Sums of <see cref="ActivityEntry"/> rows by the hour, which stay when those have gone.</summary>
        public DbSet<UsageHour> UsageHours => db.Set<UsageHour>();

        /// <summary>Linked into their chains by the context that saves them; nothing changes or deletes one before its age.</summary>
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();

        /// <summary>Where each chain ends; one row an organization, and one for the hub itself.</summary>
        public DbSet<AuditHead> AuditHeads => db.Set<AuditHead>();

        /// <summary>What the chains' hashes are made with; protected.</summary>
        public DbSet<StoredAuditKey> AuditKeys => db.Set<StoredAuditKey>();
    }
}
