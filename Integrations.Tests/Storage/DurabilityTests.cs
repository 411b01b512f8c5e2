using Integrations.Connectors.Http;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Storage;
using Integrations.Core.VendorEvents;
using Integrations.Storage.Sqlite;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Integrations.Tests.Storage;

/// <summary>What a crash may not make the database forget, and what may hold up its one writer.</summary>
public sealed class DurabilityTests(PostgresServer postgres)
{
    private const int Writers = 32;

    [Fact, Proves("D1")]
    public async Task EveryConnectionToSqlite_SyncsEachCommit_AndKeepsItsLogShort()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: false);

        var found = await hub.WithDatabaseAsync(db => Durability.ReadAsync(db, default));

        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["journal_mode"] = "wal", ["synchronous"] = "2", ["foreign_keys"] = "1", ["journal_size_limit"] = "67108864" }, found);
    }

    [Fact, Proves("D1")]
    public async Task PostgresThatForgetsAnsweredCommits_IsRefusedAtStart()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: true);
        Assert.Equal("on", (await hub.WithDatabaseAsync(db => Durability.ReadAsync(db, default)))["synchronous_commit"]);

        var weak = new NpgsqlConnectionStringBuilder(await postgres.CreateHubDatabaseAsync()) { Options = "-c synchronous_commit=off" }.ToString();
        await using var services = MigrationTests.Storage("Postgres", weak);
        var refused = await Assert.ThrowsAsync<WeakDatabaseException>(() => services.GetRequiredService<DatabaseStart>().MigrateAsync(default));
        Assert.Contains("synchronous_commit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_CompilesNoStatement_UnlessItsOperatorSaysSo()
    {
        await using var services = MigrationTests.Storage("Postgres", await postgres.CreateHubDatabaseAsync());
        await services.GetRequiredService<DatabaseStart>().MigrateAsync(default);
        Assert.Equal("off", await JitAsync(services));

        await using (var db = await services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlRawAsync("DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET jit = on', current_database()); END $$");
            NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
        }

        await services.GetRequiredService<DatabaseStart>().MigrateAsync(default);
        Assert.Equal("on", await JitAsync(services));
    }

    private static async Task<string> JitAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await db.Database.SqlQueryRaw<string>("SELECT current_setting('jit') AS \"Value\"").SingleAsync();
    }

    [Fact, Proves("D1")]
    public async Task IdleDatabase_IsCheckpointed_AndOneThatIsWrittenIsLeftAlone()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: false);
        foreach (var loop in hub.Services.GetServices<IHostedService>())
        {
            // They write at times of their own.
            await loop.StopAsync(default);
        }

        using var checkpoint = ActivatorUtilities.CreateInstance<WalCheckpoint>(hub.Services, NullLogger<WalCheckpoint>.Instance);

        await WriteAsync(hub);
        await checkpoint.RunOnceAsync(default);
        await WriteAsync(hub);
        await checkpoint.RunOnceAsync(default);
        Assert.Equal(0, checkpoint.Completed);

        await checkpoint.RunOnceAsync(default);
        Assert.Equal(1, checkpoint.Completed);

        // Nothing new: nothing to bring.
        await checkpoint.RunOnceAsync(default);
        Assert.Equal(1, checkpoint.Completed);
    }

    [Fact, Proves("D1")]
    public async Task AtTheStop_TheLogIsEmptied()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: false);
        await WriteAsync(hub);
        var log = new FileInfo(await hub.WithDatabaseAsync(db => Task.FromResult(db.Database.GetDbConnection().DataSource + "-wal")));
        // A log ends with the last connection to the file; this one goes on, as other processes' do.
        await using var other = await hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        await other.Database.OpenConnectionAsync();
        await WriteAsync(hub);
        log.Refresh();
        Assert.True(log.Length > 0, "Nothing was in the log.");

        await hub.Get<WalCheckpoint>().FinishAsync(default);

        log.Refresh();
        Assert.Equal(0, log.Length);
    }

    [Fact, Proves("D2")]
    public async Task ThirtyTwoWriters_MeetNoBusyDatabase_AndShareTheirCommits()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: false);
        var instance = await AddInstanceAsync(hub);
        var store = hub.Get<InboundStore>();
        var target = (await hub.Get<InboundTargets>().ReadAsync(instance, subscriptionId: null, default))!;

        // While one writes, all others come.
        List<Task> storing;
        using (await hub.Get<WriteLock>().EnterAsync(default))
        {
            storing = [.. Enumerable.Range(0, Writers).Select(i => store.AddAsync(Event(hub, instance, $"together {i}"), target, default))];
        }

        await Task.WhenAll(storing);
        var (events, commits) = store.Written;
        Assert.Equal(Writers, events);
        Assert.True(events >= 2 * commits, $"{events} events took {commits} commits.");

        // No exception means that none was told that the database is busy.
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(async () =>
        {
            for (var turn = 0; turn < 5; turn++)
            {
                await store.AddAsync(Event(hub, instance, $"{i} {turn}"), target, default);
                await WriteAsync(hub);
            }
        })));
        Assert.Equal(Writers + (Writers * 5), await hub.WithDatabaseAsync(db => db.InboundEvents.CountAsync()));
    }

    /// <summary>The guard is in every hub of every test: whatever calls out from inside a write fails there.</summary>
    [Theory, Proves("D3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallFromInsideAWrite_FailsAtOnce_AndOneBesideItDoesNot(bool toVendor)
    {
        await using var hub = await CoreHub.StartAsync();
        var egress = hub.Get<EgressHandlers>();
        using var http = new HttpClient(toVendor ? egress.ForVendors : egress.ForUserUrls, disposeHandler: false);
        Task<HttpResponseMessage> CallAsync() => http.GetAsync(new Uri("http://127.0.0.1:1/"));

        var inside = await Assert.ThrowsAsync<CallInsideWriteException>(() => hub.WithDatabaseAsync(db => db.WriteAsync(
            async _ =>
            {
                using var answer = await CallAsync();
                return answer.StatusCode;
            },
            default)));
        Assert.Contains("inside a write", inside.Message, StringComparison.Ordinal);

        // Reached the rules for addresses, and is refused by them: the mark is gone with the write.
        await Assert.ThrowsAsync<HttpRequestException>(CallAsync);
    }

    private static async Task WriteAsync(CoreHub hub) => await hub.WithDatabaseAsync(db =>
    {
        db.Organizations.Add(new Organization { Id = Guid.CreateVersion7(), Name = $"{Guid.NewGuid():N}", CreatedAt = hub.Clock.GetUtcNow() });
        return db.SaveChangesAsync();
    });

    private static InboundEvent Event(CoreHub hub, Guid instance, string delivery) => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = hub.Admin.OrganizationId!.Value,
        InstanceId = instance,
        DeliveryId = delivery,
        EventType = "test",
        ReceivedAt = hub.Clock.GetUtcNow(),
        // No one is to handle it.
        DueAt = hub.Clock.GetUtcNow().AddYears(1),
    };

    private static async Task<Guid> AddInstanceAsync(CoreHub hub)
    {
        var created = await hub.Get<InstanceService>().CreateAsync(hub.Admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Store" }), default);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value.Id;
    }
}
