using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class WebhookTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Receivers of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<WebhookEndpoint> WebhookEndpoints => db.Set<WebhookEndpoint>();

        /// <summary>Deliveries of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<WebhookDelivery> WebhookDeliveries => db.Set<WebhookDelivery>();

        /// <summary>Tries of deliveries; reached by their delivery.</summary>
        public DbSet<WebhookAttempt> WebhookAttempts => db.Set<WebhookAttempt>();
    }
}
