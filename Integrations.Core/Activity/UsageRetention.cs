using Integrations.Core.Jobs.Retention;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>Removes hourly sums, the oldest day at a time: they have no id of their own.</summary>
internal sealed class UsageRetention() : RetentionRule("hourly sums of calls", nameof(RetentionOptions.UsageDays), o => o.UsageDays)
{
    internal override async Task<int> DeleteAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var oldest = await db.UsageHours.Where(u => u.Hour < before).OrderBy(u => u.Hour).Select(u => (DateTimeOffset?)u.Hour).FirstOrDefaultAsync(cancellationToken);
        if (oldest is not { } first)
        {
            return 0;
        }

        var until = first.AddDays(1) < before ? first.AddDays(1) : before;
        return await db.WriteAsync(ct => db.UsageHours.Where(u => u.Hour < until).ExecuteDeleteAsync(ct), cancellationToken);
    }

    internal override Task<bool> AnyAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken) => db.UsageHours.AnyAsync(u => u.Hour < before, cancellationToken);
}
