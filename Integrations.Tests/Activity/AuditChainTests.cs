using System.Globalization;
using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Storage.Postgres;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Activity;

/// <summary>The chain of audit entries: what is done to the rows behind the hub's back is found.</summary>
public sealed class AuditChainTests : IAsyncLifetime
{
    private const int Links = 40;
    private readonly LogCapture _log = new();
    private CoreHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync(services => services.AddSingleton<ILoggerProvider>(_log));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("L4")]
    public async Task ThousandRandomEditsDeletionsSwapsAndCuts_AreAllFound()
    {
        var chain = _hub.Admin.OrganizationId!.Value;
        await WriteAsync(_hub, _hub.Admin, Links);
        await using var db = await ContextAsync(_hub);
        await WithoutTriggersAsync(db);
        var outside = AuditHeadsSeen.Read(["kept elsewhere: " + await HeadLineAsync(db, chain)]);
        var known = await _hub.Get<AuditKeys>().AllAsync(db, default);
        Assert.Null((await _hub.Get<AuditVerifier>().VerifyAsync(db, known, chain, outside, 1, default)).BrokenAt);

        var random = new Random(20261127);
        for (var tried = 0; tried < 1_000; tried++)
        {
            await using var undone = await db.Database.BeginTransactionAsync();
            var done = await TamperAsync(db, chain, random);
            var report = await _hub.Get<AuditVerifier>().VerifyAsync(db, known, chain, outside, 1, default);
            Assert.True(report.BrokenAt is not null, $"{done} (try {tried}) was not found.");
        }
    }

    [Theory, Proves("L5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdateAndDelete_AreRefusedByTheDatabase(bool onPostgres)
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: onPostgres);
        await WriteAsync(hub, hub.Admin, 2);
        await using var db = await ContextAsync(hub);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.AuditEntries.ExecuteUpdateAsync(set => set.SetProperty(a => a.Action, "nothing")));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.AuditEntries.ExecuteDeleteAsync());
        if (onPostgres)
        {
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlAsync($"""TRUNCATE "AuditEntries" """));
        }

        Assert.Equal(2, await db.AuditEntries.CountAsync(a => a.Action == "test.done"));
    }

    [Theory, Proves("L4")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManyWritersOfOneChain_AndOfTwoAtOnce_LeaveNoGapAndNoDeadlock(bool onPostgres)
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: onPostgres);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            await using var db = await ContextAsync(hub);
            // Each writes into two chains, half of them the other way round.
            var (one, two) = i % 2 == 0 ? (hub.Admin, hub.Stranger) : (hub.Stranger, hub.Admin);
            Add(hub, db, one, i);
            if (i % 3 == 0)
            {
                await db.WriteAsync(
                    async ct =>
                    {
                        await db.SaveChangesAsync(ct);
                        Add(hub, db, two, i);
                        return await db.SaveChangesAsync(ct);
                    },
                    default);
                return;
            }

            Add(hub, db, two, i);
            await db.SaveChangesAsync();
        }));

        var reports = await AllAsync(hub, AuditHeadsSeen.None);
        Assert.All(reports, r => Assert.Null(r.BrokenAt));
        Assert.Equal([60L, 60L], reports.Where(r => r.ChainId == hub.Admin.OrganizationId || r.ChainId == hub.Stranger.OrganizationId).Select(r => r.Sequence));
    }

    [Fact, Proves("L4")]
    public async Task ChangeThatIsNotSaved_LeavesNoEntryAndNoGap()
    {
        await using (var db = await ContextAsync(_hub))
        {
            Add(_hub, db, _hub.Admin, 1);
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.WriteAsync<int>(
                async ct =>
                {
                    await db.SaveChangesAsync(ct);
                    throw new InvalidOperationException();
                },
                default));
        }

        await WriteAsync(_hub, _hub.Admin, 1);

        var report = (await AllAsync(_hub, AuditHeadsSeen.None)).Single(r => r.ChainId == _hub.Admin.OrganizationId);
        Assert.Equal((1L, null), (report.Sequence, report.BrokenAt));
    }

    [Fact, Proves("L4")]
    public async Task EntriesOlderThanTheChain_AreCountedAndTheirNumberIsVouchedFor()
    {
        var chain = _hub.Admin.OrganizationId!.Value;
        await using var db = await ContextAsync(_hub);
        // As the migration leaves a database that has entries already.
        await OldEntryAsync(db, chain);
        await OldEntryAsync(db, chain);
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "AuditHeads" ("ChainId", "Sequence", "Hash", "Unchained") VALUES ({chain}, 0, '', 2)""");
        await WriteAsync(_hub, _hub.Admin, 3);

        var report = (await AllAsync(_hub, AuditHeadsSeen.None)).Single(r => r.ChainId == chain);
        Assert.Equal((3L, 2, null), (report.Sequence, report.Unchained, report.BrokenAt));

        await OldEntryAsync(db, chain);
        Assert.Equal(0, (await AllAsync(_hub, AuditHeadsSeen.None)).Single(r => r.ChainId == chain).BrokenAt!.Sequence);
        await db.Database.ExecuteSqlAsync($"""UPDATE "AuditHeads" SET "Unchained" = 3 WHERE "ChainId" = {chain}""");
        Assert.Equal(1, (await AllAsync(_hub, AuditHeadsSeen.None)).Single(r => r.ChainId == chain).BrokenAt!.Sequence);
    }

    [Fact, Proves("L4")]
    public async Task Heads_AreLoggedWhenTheyGrew_AndTheVerbComparesWithThem()
    {
        await WriteAsync(_hub, _hub.Admin, 5);
        await _hub.Get<AuditHeadsLoop>().RunOnceAsync(default);
        await _hub.Get<AuditHeadsLoop>().RunOnceAsync(default);
        var told = Assert.Single(_log.Lines, l => l.Contains($"Audit head {_hub.Admin.OrganizationId} 5 ", StringComparison.Ordinal));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, told);

        Assert.Equal((0, true), await VerifyAsync("All chains are whole.", file));

        await using var db = await ContextAsync(_hub);
        await WithoutTriggersAsync(db);
        await CutAsync(db, _hub.Admin.OrganizationId!.Value, keep: 3);
        // Anyone who cuts and repairs the head leaves a chain that is whole in itself.
        Assert.Equal((0, true), await VerifyAsync("All chains are whole.", null));
        Assert.Equal((1, true), await VerifyAsync($"BROKEN: chain {_hub.Admin.OrganizationId}, entry 4", file));
        File.Delete(file);
    }

    [Fact, Proves("L4")]
    public async Task KeyThatCannotBeRead_EndsNothing_AndIsTold()
    {
        await WriteAsync(_hub, _hub.Admin, 2);
        await using var db = await ContextAsync(_hub);
        await db.AuditKeys.ExecuteUpdateAsync(set => set.SetProperty(k => k.Ciphertext, "of-another-key-ring"));
        using var afterRestart = new AuditKeys(_hub.Get<IDbContextFactory<IntegrationsDbContext>>, _hub.Get<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>);

        Assert.NotEqual(Guid.Empty, (await afterRestart.CurrentAsync(default)).Id);
        Assert.Equal(2, await db.AuditKeys.CountAsync());
        Assert.Equal(1, (await AllAsync(_hub, AuditHeadsSeen.None)).Single(r => r.ChainId == _hub.Admin.OrganizationId).BrokenAt!.Sequence);
    }

    [Fact, Proves("L4")]
    public async Task Check_OfAnAdministrator_IsOfTheirOrganization_AndUsersMayNot()
    {
        await WriteAsync(_hub, _hub.Admin, 3);

        Assert.Equal((3L, null), (await _hub.Get<AuditService>().CheckAsync(_hub.Admin, default)).Value is var mine ? (mine.Sequence, mine.BrokenAt) : default);
        Assert.Equal(0, (await _hub.Get<AuditService>().CheckAsync(_hub.Stranger, default)).Value.Sequence);
        Assert.Equal(FailureKind.Forbidden, (await _hub.Get<AuditService>().CheckAsync(_hub.User, default)).Failure!.Kind);
    }

    private async Task<(int Code, bool Said)> VerifyAsync(string says, string? heads)
    {
        var (code, said) = await CommandRun.RunAsync(_hub.Services, heads is null ? ["audit-verify"] : ["audit-verify", "--heads", heads]);
        return (code, said.Contains(says, StringComparison.Ordinal));
    }

    private static async Task<List<AuditChainReport>> AllAsync(CoreHub hub, AuditHeadsSeen outside)
    {
        var reports = new List<AuditChainReport>();
        await foreach (var report in hub.Get<AuditVerifier>().VerifyAllAsync(outside, default))
        {
            reports.Add(report);
        }

        return reports;
    }

    private static Task<IntegrationsDbContext> ContextAsync(CoreHub hub) => hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

    private static void Add(CoreHub hub, IntegrationsDbContext db, Caller caller, int number) =>
        hub.Get<AuditLog>().Add(db, caller, "test.done", new AuditTarget("test", number.ToString(CultureInfo.InvariantCulture), "Größe \"x\""), before: new { number }, after: number % 2 == 0 ? new { number } : null);

    private static async Task WriteAsync(CoreHub hub, Caller caller, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await using var db = await ContextAsync(hub);
            Add(hub, db, caller, i);
            await db.SaveChangesAsync();
        }
    }

    private static async Task<string> HeadLineAsync(IntegrationsDbContext db, Guid chain)
    {
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(h => h.ChainId == chain);
        return $"Audit head {chain} {head.Sequence} {head.Hash}";
    }

    /// <summary>What someone does first who owns the database.</summary>
    private static async Task WithoutTriggersAsync(IntegrationsDbContext db)
    {
        if (db is PostgresIntegrationsDbContext)
        {
            await db.Database.ExecuteSqlAsync($"""ALTER TABLE "AuditEntries" DISABLE TRIGGER USER""");
            return;
        }

        await db.Database.ExecuteSqlAsync($"""DROP TRIGGER "AuditEntries_Update" """);
        await db.Database.ExecuteSqlAsync($"""DROP TRIGGER "AuditEntries_Delete" """);
    }

    private static async Task CutAsync(IntegrationsDbContext db, Guid chain, long keep)
    {
        await db.AuditEntries.Where(a => a.OrganizationId == chain && a.Sequence > keep).ExecuteDeleteAsync();
        var hash = await db.AuditEntries.Where(a => a.OrganizationId == chain && a.Sequence == keep).Select(a => a.Hash!).SingleAsync();
        await db.AuditHeads.Where(h => h.ChainId == chain).ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, keep).SetProperty(h => h.Hash, hash));
    }

    private static async Task<string> TamperAsync(IntegrationsDbContext db, Guid chain, Random random)
    {
        long place = random.Next(1, Links + 1), other = 1 + ((place - 1 + random.Next(1, Links)) % Links);
        var one = db.AuditEntries.Where(a => a.OrganizationId == chain && a.Sequence == place);
        switch (random.Next(10))
        {
            case 0:
                await one.ExecuteUpdateAsync(set => set.SetProperty(a => a.ActorName, a => a.ActorName + "x"));
                return $"actor of {place} edited";
            case 1:
                await one.ExecuteUpdateAsync(set => set.SetProperty(a => a.OccurredAt, new DateTimeOffset(2020, 1, random.Next(1, 28), 0, 0, 0, TimeSpan.Zero)));
                return $"time of {place} edited";
            case 2:
                await one.ExecuteUpdateAsync(set => set.SetProperty(a => a.ActorUserId, (Guid?)Guid.NewGuid()));
                return $"user of {place} edited";
            case 3:
                await one.ExecuteUpdateAsync(set => set.SetProperty(a => a.Before, (string?)null));
                return $"before of {place} emptied";
            case 4:
                await one.ExecuteUpdateAsync(set => set.SetProperty(a => a.RemoteAddress, ""));
                return $"address of {place} invented";
            case 5:
                await one.ExecuteUpdateAsync(set => set.SetProperty(a => a.OrganizationId, (Guid?)Guid.NewGuid()));
                return $"{place} moved to another organization";
            case 6:
                await one.ExecuteDeleteAsync();
                return $"{place} deleted";
            case 7:
                await one.ExecuteUpdateAsync(set => set.SetProperty(a => a.Sequence, -1L));
                await db.AuditEntries.Where(a => a.OrganizationId == chain && a.Sequence == other).ExecuteUpdateAsync(set => set.SetProperty(a => a.Sequence, (long?)place));
                await db.AuditEntries.Where(a => a.OrganizationId == chain && a.Sequence == -1).ExecuteUpdateAsync(set => set.SetProperty(a => a.Sequence, (long?)other));
                return $"{place} and {other} swapped";
            case 8:
                var gone = random.Next(1, Links);
                await db.AuditEntries.Where(a => a.OrganizationId == chain && a.Sequence <= gone).ExecuteDeleteAsync();
                await db.Database.ExecuteSqlAsync($"""UPDATE "AuditEntries" SET "Sequence" = -("Sequence" - {gone}) WHERE "OrganizationId" = {chain}""");
                await db.Database.ExecuteSqlAsync($"""UPDATE "AuditEntries" SET "Sequence" = -"Sequence" WHERE "OrganizationId" = {chain}""");
                return $"the first {gone} cut and the rest moved up";
            default:
                await CutAsync(db, chain, Math.Max(1, place - 1));
                return $"cut after {Math.Max(1, place - 1)}";
        }
    }

    private static async Task OldEntryAsync(IntegrationsDbContext db, Guid chain)
    {
        var (id, time) = (Guid.CreateVersion7(), DateTimeOffset.UnixEpoch);
        if (db is PostgresIntegrationsDbContext)
        {
            await db.Database.ExecuteSqlAsync($"""INSERT INTO "AuditEntries" ("Id", "OrganizationId", "ActorName", "Action", "OccurredAt") VALUES ({id}, {chain}, 'old', 'old.done', {time})""");
        }
        else
        {
            await db.Database.ExecuteSqlAsync($"""INSERT INTO "AuditEntries" ("Id", "OrganizationId", "ActorName", "Action", "OccurredAt") VALUES ({id}, {chain}, 'old', 'old.done', 0)""");
        }
    }
}
