using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Widgets;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class WidgetTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Links to widgets of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<WidgetLink> WidgetLinks => db.Set<WidgetLink>();
    }
}
