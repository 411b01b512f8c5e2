using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Notices;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Diagnostics;

/// <summary>Each Monday, in the morning (UTC): what works, what does not, and how much was done, for administrators who chose to hear of it.</summary>
public sealed class WeeklySummaries(IDbContextFactory<IntegrationsDbContext> contexts, NoticeWriter notices, TimeProvider clock, ILogger<WeeklySummaries> logger)
    : BackgroundLoop(clock, logger)
{
    private const int BatchSize = 64;
    private const int MostNames = 10;
    private const int DaysOfWeek = 7;

    private static readonly TimeSpan Morning = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromMinutes(15);

    /// <returns>How many people were told.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = LastMonday(Clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db.NoticeChoices.AsNoTracking()
            .Where(c => c.Kind == NoticeKind.WeeklySummary && (c.InApp || c.ByMail) && (c.LastAt == null || c.LastAt < due)
                && db.Set<User>().Any(u => u.Id == c.UserId && u.DisabledAt == null && u.Role != Role.User && db.Set<Organization>().Any(o => o.Id == u.OrganizationId && o.DisabledAt == null)))
            .OrderBy(c => c.UserId).Take(BatchSize).ToListAsync(cancellationToken);
        var told = 0;
        foreach (var choice in waiting)
        {
            told += await TellAsync(db, choice, cancellationToken) ? 1 : 0;
            db.ChangeTracker.Clear();
        }

        return told;
    }

    /// <summary>The last Monday whose morning has come.</summary>
    internal static DateTimeOffset LastMonday(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var monday = today.AddDays(-(((int)today.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek)) + Morning;
        return monday <= now ? monday : monday.AddDays(-DaysOfWeek);
    }

    private async Task<bool> TellAsync(IntegrationsDbContext db, NoticeChoice choice, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == choice.UserId, cancellationToken);
        var week = await CountAsync(db, user.OrganizationId!.Value, now, cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                // Of two nodes that saw it, one tells.
                var mine = await db.NoticeChoices.Where(c => c.UserId == choice.UserId && c.Kind == choice.Kind && c.LastAt == choice.LastAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastAt, now), ct) == 1;
                if (mine)
                {
                    notices.AddWeek(db, user, choice, week);
                    await db.SaveChangesAsync(ct);
                }

                return mine;
            },
            cancellationToken);
    }

    private static async Task<WeekNumbers> CountAsync(IntegrationsDbContext db, Guid organizationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now.AddDays(-DaysOfWeek);
        var name = await db.Organizations.Where(o => o.Id == organizationId).Select(o => o.Name).SingleAsync(cancellationToken);
        var connections = db.WorkingConnections().Where(c => c.OrganizationId == organizationId);
        var working = await connections.CountAsync(c => c.Status == ConnectionStatus.Active, cancellationToken);
        var broken = connections.Where(c => c.Status != ConnectionStatus.Active);
        var names = await db.Instances.Where(i => broken.Any(c => c.InstanceId == i.Id && c.OwnerKey == "")).OrderBy(i => i.Name).ThenBy(i => i.Id)
            .Select(i => i.Name).Take(MostNames).ToListAsync(cancellationToken);
        var usage = db.UsageHours.Where(u => u.OrganizationId == organizationId && u.Hour >= since);
        var succeeded = await usage.SumAsync(u => (long)u.Succeeded, cancellationToken);
        var failed = await usage.SumAsync(u => (long)u.Failed, cancellationToken);
        return new WeekNumbers(name, working, names, await broken.CountAsync(cancellationToken), succeeded + failed, failed);
    }
}
