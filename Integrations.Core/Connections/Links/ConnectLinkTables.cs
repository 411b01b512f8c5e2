using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections.Links;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class ConnectLinkTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Links to connect of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<ConnectLink> ConnectLinks => db.Set<ConnectLink>();

        /// <summary>One an organization at most; without a row the defaults hold.</summary>
        public DbSet<ConnectLinkRules> ConnectLinkRules => db.Set<ConnectLinkRules>();
    }
}
