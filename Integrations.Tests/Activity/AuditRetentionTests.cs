using Integrations.Core.Activity;
using Integrations.Core.Jobs.Retention;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Storage.Postgres;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Activity;

/// <summary>Audit entries go after seven years, whole months at a time, verified, and the rest still verifies (SECURITY L5).</summary>
public sealed class AuditRetentionTests : IAsyncLifetime
{
    private const int SevenYears = 2_557;
    private CoreHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, Proves("L5"), InlineData(false), InlineData(true)]
    public async Task OldEntries_AreRemoved_AndRecorded_AndTheRestVerifies(bool onPostgres)
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: onPostgres);
        await WriteAsync(hub, hub.Admin, 1_203);
        await WriteAsync(hub, hub.Stranger, 2);
        hub.Clock.Advance(TimeSpan.FromDays(SevenYears + 40));
        await WriteAsync(hub, hub.Admin, 3);

        await hub.Get<RetentionSweep>().RunOnceAsync(default);

        var mine = await EntriesAsync(hub, hub.Admin);
        // Two segments went, each with an entry that says so.
        Assert.Equal(["test.done", "test.done", "test.done", "audit.segment_removed", "audit.segment_removed"], mine.Select(a => a.Action));
        Assert.Equal([1_204L, 1_205, 1_206, 1_207, 1_208], mine.Select(a => a.Sequence!.Value));
        Assert.Contains("\"through\":1203", mine[^1].After, StringComparison.Ordinal);
        Assert.Equal(["audit.segment_removed"], (await EntriesAsync(hub, hub.Stranger)).Select(a => a.Action));
        var report = await ReportAsync(hub);
        Assert.Equal((1_204L, 1_208L, null), (report.From, report.Sequence, report.BrokenAt));

        // What is written afterwards goes on from there.
        await WriteAsync(hub, hub.Admin, 2);
        Assert.Equal((1_210L, null), ((await ReportAsync(hub)).Sequence, (await ReportAsync(hub)).BrokenAt));
        Assert.Equal(0, await hub.Get<RetentionSweep>().RunOnceAsync(default));
        Assert.Equal(7, (await EntriesAsync(hub, hub.Admin)).Count);
    }

    [Fact, Proves("L5")]
    public async Task EntriesThatAreNotOldEnough_CannotBeDeleted_AlsoAfterARemoval()
    {
        await WriteAsync(_hub, _hub.Admin, 5);
        _hub.Clock.Advance(TimeSpan.FromDays(SevenYears + 40));
        await WriteAsync(_hub, _hub.Admin, 5);
        await _hub.Get<RetentionSweep>().RunOnceAsync(default);

        await using var db = await ContextAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.AuditEntries.ExecuteDeleteAsync());
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.AuditEntries.ExecuteUpdateAsync(set => set.SetProperty(a => a.Action, "nothing")));

        Assert.Equal(6, (await EntriesAsync(_hub, _hub.Admin)).Count);
    }

    [Fact, Proves("L5")]
    public async Task BrokenSegment_IsNotRemoved()
    {
        await WriteAsync(_hub, _hub.Admin, 10);
        await using (var db = await ContextAsync())
        {
            await db.Database.ExecuteSqlRawAsync(db is PostgresIntegrationsDbContext ? """ALTER TABLE "AuditEntries" DISABLE TRIGGER USER""" : """DROP TRIGGER "AuditEntries_Update" """);
            await db.AuditEntries.Where(a => a.OrganizationId == _hub.Admin.OrganizationId && a.Sequence == 4).ExecuteUpdateAsync(set => set.SetProperty(a => a.ActorName, "another"));
        }

        _hub.Clock.Advance(TimeSpan.FromDays(SevenYears + 40));
        await _hub.Get<RetentionSweep>().RunOnceAsync(default);

        Assert.Equal(10, (await EntriesAsync(_hub, _hub.Admin)).Count);
        Assert.Equal(4, (await ReportAsync(_hub)).BrokenAt!.Sequence);
    }

    [Theory, Proves("L5"), InlineData(true), InlineData(false)]
    public async Task WhoeverHasTheDatabase_CannotPassATheftOffAsARemoval(bool removedBefore)
    {
        await WriteAsync(_hub, _hub.Admin, 10);
        if (removedBefore)
        {
            _hub.Clock.Advance(TimeSpan.FromDays(SevenYears + 40));
            await WriteAsync(_hub, _hub.Admin, 10);
            await _hub.Get<RetentionSweep>().RunOnceAsync(default);
            Assert.Null((await ReportAsync(_hub)).BrokenAt);
        }

        var chain = _hub.Admin.OrganizationId!.Value;
        await using var db = await ContextAsync();
        var stolen = (await EntriesAsync(_hub, _hub.Admin))[3];
        var (through, hash) = (stolen.Sequence!.Value, stolen.Hash!);
        await db.AuditHeads.Where(h => h.ChainId == chain).ExecuteUpdateAsync(set => set.SetProperty(h => h.RemovedThrough, through).SetProperty(h => h.RemovedHash, hash));
        await db.AuditEntries.Where(a => a.OrganizationId == chain && a.Sequence <= through).ExecuteDeleteAsync();

        Assert.Equal(through, (await ReportAsync(_hub)).BrokenAt!.Sequence);
    }

    private Task<IntegrationsDbContext> ContextAsync() => _hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

    private static Task<List<AuditEntry>> EntriesAsync(CoreHub hub, Caller of) =>
        hub.WithDatabaseAsync(db => db.AuditEntries.AsNoTracking().Where(a => a.OrganizationId == of.OrganizationId).OrderBy(a => a.Sequence).ToListAsync());

    private static async Task<AuditChainReport> ReportAsync(CoreHub hub)
    {
        await foreach (var report in hub.Get<AuditVerifier>().VerifyAllAsync(AuditHeadsSeen.None, default))
        {
            if (report.ChainId == hub.Admin.OrganizationId)
            {
                return report;
            }
        }

        throw new InvalidOperationException("The chain is not there.");
    }

    private static Task<int> WriteAsync(CoreHub hub, Caller caller, int count) => hub.WithDatabaseAsync(db =>
    {
        for (var i = 0; i < count; i++)
        {
            hub.Get<AuditLog>().Add(db, caller, "test.done", new AuditTarget("test", null, null));
        }

        return db.SaveChangesAsync();
    });
}
