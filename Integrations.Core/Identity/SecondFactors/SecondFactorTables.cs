using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.SecondFactors;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class SecondFactorTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>One a person at most, confirmed or waiting for its first code.</summary>
        public DbSet<SecondFactor> SecondFactors => db.Set<SecondFactor>();

        /// <summary>Hashes, spent ones too until they are renewed.</summary>
        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();
    }
}
