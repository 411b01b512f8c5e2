using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Events;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class EventTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>What happened, until its age; those not fanned out yet wait for the dispatcher.</summary>
        public DbSet<OutboxEvent> OutboxEvents => db.Set<OutboxEvent>();
    }
}
