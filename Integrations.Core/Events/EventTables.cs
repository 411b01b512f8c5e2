using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Events;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class EventTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<OutboxEvent> OutboxEvents => db.Set<OutboxEvent>();
    }
}
