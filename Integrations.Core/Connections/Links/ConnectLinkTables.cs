using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class ConnectLinkTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<ConnectLink> ConnectLinks => db.Set<ConnectLink>();

        public DbSet<ConnectLinkRules> ConnectLinkRules => db.Set<ConnectLinkRules>();
    }
}
