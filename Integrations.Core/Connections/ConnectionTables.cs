using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class ConnectionTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<Connection> Connections => db.Set<Connection>();

        public DbSet<Revocation> Revocations => db.Set<Revocation>();
    }
}
