using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Templates;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class TemplateTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<IntegrationTemplate> Templates => db.Set<IntegrationTemplate>();
    }
}
