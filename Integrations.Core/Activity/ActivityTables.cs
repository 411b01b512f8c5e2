using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class ActivityTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<ActivityEntry> Activities => db.Set<ActivityEntry>();

        public DbSet<UsageHour> UsageHours => db.Set<UsageHour>();

        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();

        public DbSet<AuditHead> AuditHeads => db.Set<AuditHead>();

        public DbSet<StoredAuditKey> AuditKeys => db.Set<StoredAuditKey>();
    }
}
