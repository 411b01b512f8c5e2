using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Templates;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class TemplateTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Templates of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<IntegrationTemplate> Templates => db.Set<IntegrationTemplate>();
    }
}
