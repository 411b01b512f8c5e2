using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class ConnectionTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Living and ended ones; what a caller sees begins with the integration.</summary>
        public DbSet<Connection> Connections => db.Set<Connection>();

        /// <summary>Credentials to be revoked at their vendors, and records of those that were.</summary>
        public DbSet<Revocation> Revocations => db.Set<Revocation>();

        /// <summary>What the counts of living connections are summed up from.</summary>
        internal DbSet<ConnectionTally> ConnectionTallies => db.Set<ConnectionTally>();
    }
}
