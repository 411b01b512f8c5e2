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

    private static readonly int[] Notices = [TokenSweep.FailingNotice, TokenSweep.LastNotice, TokenSweep.FirstNotice];
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
        var told = 0;
        foreach (var trouble in Troubles(db.WorkingConnections().AsNoTracking()))
        {
            // In the index's own order: by id, PostgreSQL would read all connections in that order until it has some.
            foreach (var connection in await trouble.Where(c => c.ToldAt == null || c.ToldAt <= dayAgo).OrderBy(c => c.ToldOf).ThenBy(c => c.ExpiryNoticeDays).Take(BatchSize).ToListAsync(cancellationToken))
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
        var active = db.Connections.Where(c => c.Status == ConnectionStatus.Active && c.DisconnectedAt == null);
        foreach (var over in Notices.Select(notice => active.Where(c => c.ToldOf == notice && c.ExpiryNoticeDays == null)).Prepend(active.Where(c => c.ToldOf == Broken)))
        {
            if (await over.AnyAsync(cancellationToken))
            {
                await db.WriteAsync(ct => over.ExecuteUpdateAsync(set => set.SetProperty(c => c.ToldOf, (int?)null), ct), cancellationToken);
            }
        }
    }

    /// <summary>States and notices are asked for one by one, so that each place in the index gives nothing but what is still to be told.</summary>
    private static IEnumerable<IQueryable<Connection>> Troubles(IQueryable<Connection> working)
    {
        var (broken, active) = (working.Where(c => NotActive.Contains(c.Status)), working.Where(c => c.Status == ConnectionStatus.Active));
        return
        [
            broken.Where(c => c.ToldOf == null),
            broken.Where(c => c.ToldOf >= 0),
            active.Where(c => c.ToldOf == null && c.ExpiryNoticeDays >= 0),
            .. Notices.SelectMany(notice => new[] { active.Where(c => c.ToldOf == notice && c.ExpiryNoticeDays < notice), active.Where(c => c.ToldOf == notice && c.ExpiryNoticeDays > notice) }),
        ];
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
