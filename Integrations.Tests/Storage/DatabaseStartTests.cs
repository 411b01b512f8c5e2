using System.Net.Sockets;
using Integrations.Core.Storage;
using Integrations.Storage.Sqlite;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Integrations.Tests.Storage;

/// <summary>What comes first when the hub starts, and what it waits for.</summary>
public sealed class DatabaseStartTests
{
    [Fact, Proves("X2")]
    public async Task DatabaseThatComesUp40SecondsLate_IsWaitedFor()
    {
        await using var hub = await CoreHub.StartAsync();
        var clock = new MovableClock();
        var late = new LateDatabase(hub.Get<IDbContextFactory<IntegrationsDbContext>>(), clock, TimeSpan.FromSeconds(40));

        var start = StartOf(late, clock).MigrateAsync(CancellationToken.None);
        await PassTimeAsync(clock, start);

        await start;
        Assert.True(late.Refused > 1, "It was not asked again and again.");
    }

    [Fact, Proves("X2")]
    public async Task DatabaseThatDoesNotComeUp_EndsTheStartAfterAMinute()
    {
        await using var hub = await CoreHub.StartAsync();
        var clock = new MovableClock();
        var began = clock.GetUtcNow();
        var late = new LateDatabase(hub.Get<IDbContextFactory<IntegrationsDbContext>>(), clock, TimeSpan.FromHours(1));

        var start = StartOf(late, clock).MigrateAsync(CancellationToken.None);
        await PassTimeAsync(clock, start);

        await Assert.ThrowsAsync<NpgsqlException>(() => start);
        Assert.True(clock.GetUtcNow() - began >= TimeSpan.FromSeconds(60), "It gave up too early.");
    }

    [Fact, Proves("X2")]
    public async Task WrongSetting_EndsTheStart_BeforeTheDatabaseIsTouched()
    {
        var folder = Directory.CreateTempSubdirectory("hub-order-");
        try
        {
            var file = Path.Combine(folder.FullName, "hub.db");
            await using var hub = new HubApp().With("ConnectionStrings:Integrations", $"Data Source={file};Pooling=false").With("Search:Deadline", "01:00:00");

            var refusal = Assert.ThrowsAny<Exception>(() => hub.Anonymous());

            Assert.Contains("Deadline", refusal.ToString(), StringComparison.Ordinal);
            Assert.False(File.Exists(file), "The database was made before the options were looked at.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DatabaseStart StartOf(LateDatabase late, TimeProvider clock) => new(late, SqliteDialect.Instance, clock, NullLogger<DatabaseStart>.Instance);

    private static Task<bool> PassTimeAsync(MovableClock clock, Task start) => Eventually.ValueAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(start.IsCompleted);
        },
        done => done);

    /// <summary>Refuses connections for a while, as a server that is still starting does.</summary>
    private sealed class LateDatabase(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, TimeSpan by) : IDbContextFactory<IntegrationsDbContext>
    {
        private readonly DateTimeOffset _upAt = clock.GetUtcNow() + by;

        public int Refused { get; private set; }

        public IntegrationsDbContext CreateDbContext()
        {
            if (clock.GetUtcNow() >= _upAt)
            {
                return contexts.CreateDbContext();
            }

            Refused++;
            throw new NpgsqlException("Not listening.", new SocketException((int)SocketError.ConnectionRefused));
        }
    }
}
