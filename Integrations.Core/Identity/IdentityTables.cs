using Integrations.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class IdentityTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Accounts elsewhere that people linked, or by which their organization's provider knows them.</summary>
        public DbSet<IdentityUserLogin<Guid>> UserLogins => db.Set<IdentityUserLogin<Guid>>();

        /// <summary>Public keys with their counters.</summary>
        public DbSet<IdentityUserPasskey<Guid>> UserPasskeys => db.Set<IdentityUserPasskey<Guid>>();

        /// <summary>Personal tokens and organizations' keys, of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();

        /// <summary>One a person at most.</summary>
        public DbSet<CalendarFeed> CalendarFeeds => db.Set<CalendarFeed>();

        /// <summary>Sign-ins of browsers, ended ones too until they are swept.</summary>
        public DbSet<Session> Sessions => db.Set<Session>();

        /// <summary>The newest signs access tokens; retired ones still verify for a while.</summary>
        public DbSet<SigningKey> SigningKeys => db.Set<SigningKey>();

        /// <summary>Remembered answers, for a day.</summary>
        public DbSet<IdempotencyRecord> IdempotencyRecords => db.Set<IdempotencyRecord>();

        /// <summary>Written on PostgreSQL only, where nodes share a caller's limit.</summary>
        public DbSet<RateLease> RateLeases => db.Set<RateLease>();
    }
}
