using Integrations.Core.Instances;
using Integrations.Core.Notices;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Tells people of connections that are broken or about to end: the owner of one of their own, else the organization's administrators. Each
/// trouble is told once, and each connection once a day at most; what came too soon after is told when the day is over, if it still holds.
/// </summary>
public sealed class ConnectionNotices(IDbContextFactory<IntegrationsDbContext> contexts, NoticeWriter notices, TimeProvider clock, ILogger<ConnectionNotices> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>What <see cref="Connection.ToldOf"/> holds of a broken connection; else it is the days of its expiry notice.</summary>
    internal const int Broken = -1;

    private const int BatchSize = 64;

    private static readonly ConnectionStatus[] NotActive = [.. Enum.GetValues<ConnectionStatus>().Where(status => status != ConnectionStatus.Active)];

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    /// <returns>How many connections were told of.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var dayAgo = now - Day;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await ForgetAsync(db, cancellationToken);
        var working = db.WorkingConnections().AsNoTracking();
        // States and notices are named one by one, and each place in the index gives nothing but what is still to be told.
        var broken = working.Where(c => NotActive.Contains(c.Status) && (c.ToldOf == null || c.ToldOf >= 0));
        var ending = working.Where(c => c.Status == ConnectionStatus.Active && c.ToldOf == null && c.ExpiryNoticeDays >= 0);
        var changed = working.Where(c => c.Status == ConnectionStatus.Active
            && ((c.ToldOf == TokenSweep.FirstNotice && c.ExpiryNoticeDays < TokenSweep.FirstNotice)
                || (c.ToldOf == TokenSweep.LastNotice && c.ExpiryNoticeDays < TokenSweep.LastNotice)
                || (c.ToldOf == TokenSweep.LastNotice && c.ExpiryNoticeDays > TokenSweep.LastNotice)
                || (c.ToldOf == TokenSweep.FailingNotice && c.ExpiryNoticeDays > TokenSweep.FailingNotice)));
        var told = 0;
        foreach (var trouble in new[] { broken, ending, changed })
        {
            foreach (var connection in await trouble.Where(c => c.ToldAt == null || c.ToldAt <= dayAgo).OrderBy(c => c.Id).Take(BatchSize).ToListAsync(cancellationToken))
            {
                told += await TellAsync(db, connection, now, cancellationToken) ? 1 : 0;
                db.ChangeTracker.Clear();
            }
        }

        return told;
    }

    /// <summary>Straight to connecting again.</summary>
    internal static string PathOf(Guid instanceId) => $"/integrations/{instanceId}?reconnect=1";

    /// <summary>What is in order again may be told of anew.</summary>
    private static async Task ForgetAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var over = db.Connections.Where(c => c.Status == ConnectionStatus.Active && c.DisconnectedAt == null
            && (c.ToldOf == Broken || (c.ToldOf == TokenSweep.FirstNotice && c.ExpiryNoticeDays == null)
                || (c.ToldOf == TokenSweep.LastNotice && c.ExpiryNoticeDays == null) || (c.ToldOf == TokenSweep.FailingNotice && c.ExpiryNoticeDays == null)));
        if (await over.AnyAsync(cancellationToken))
        {
            await db.WriteAsync(ct => over.ExecuteUpdateAsync(set => set.SetProperty(c => c.ToldOf, (int?)null), ct), cancellationToken);
        }
    }

    private Task<bool> TellAsync(IntegrationsDbContext db, Connection connection, DateTimeOffset now, CancellationToken cancellationToken) => db.WriteAsync(
        async ct =>
        {
            var isBroken = connection.Status != ConnectionStatus.Active;
            int? of = isBroken ? Broken : connection.ExpiryNoticeDays;
            // Of two nodes that saw it, one tells.
            var mine = await db.Connections.Where(c => c.Id == connection.Id && c.ToldOf == connection.ToldOf && c.ToldAt == connection.ToldAt && c.Status == connection.Status && c.DisconnectedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.ToldOf, of).SetProperty(c => c.ToldAt, now), ct) == 1;
            if (mine && await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == connection.InstanceId, ct) is { } instance)
            {
                await notices.AddAsync(
                    db,
                    new NoticeNews(
                        isBroken ? NoticeKind.ConnectionBroken : NoticeKind.ConnectionExpiring, connection.OrganizationId, connection.UserId, connection.Id, instance.Name,
                        isBroken ? connection.LastError : null, connection.IsRefreshable || isBroken ? null : connection.ExpiresAt, PathOf(instance.Id)),
                    ct);
                await db.SaveChangesAsync(ct);
            }

            return mine;
        },
        cancellationToken);
}
