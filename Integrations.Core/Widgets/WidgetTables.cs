using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Widgets;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class WidgetTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<WidgetLink> WidgetLinks => db.Set<WidgetLink>();
    }
}
