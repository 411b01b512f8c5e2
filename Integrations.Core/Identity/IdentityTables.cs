using Integrations.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class IdentityTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<IdentityUserLogin<Guid>> UserLogins => db.Set<IdentityUserLogin<Guid>>();

        public DbSet<IdentityUserPasskey<Guid>> UserPasskeys => db.Set<IdentityUserPasskey<Guid>>();

        public DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();

        public DbSet<CalendarFeed> CalendarFeeds => db.Set<CalendarFeed>();

        public DbSet<Session> Sessions => db.Set<Session>();

        public DbSet<SigningKey> SigningKeys => db.Set<SigningKey>();

        public DbSet<IdempotencyRecord> IdempotencyRecords => db.Set<IdempotencyRecord>();

        public DbSet<RateLease> RateLeases => db.Set<RateLease>();
    }
}
