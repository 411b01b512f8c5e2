using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Storage.Sqlite;

/// <summary>SQLite: one file beside the program, one writer at a time.</summary>
public sealed class SqliteDialect : IDatabaseDialect
{
    private SqliteDialect()
    {
    }

    public static SqliteDialect Instance { get; } = new();

    public DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public string SystemName => "sqlite";

    public bool HasOneWriter => true;

    public bool IsShared => false;

    public IDatabaseAddress Address { get; } = new SqliteAddress();

    public IDatabaseErrors Errors { get; } = new SqliteErrors();

    public IDatabaseStatements Statements { get; } = new SqliteStatements();

    public IDatabaseUpkeep Upkeep { get; } = new SqliteUpkeep();

    public IDatabaseNotifications? Notifications => null;

    public IDatabasePresence CreatePresence(TimeProvider clock) => new SqlitePresence(clock);

    public IDatabaseCopy CreateCopy(IDbContextFactory<IntegrationsDbContext> contexts) => new SqliteCopy(contexts);

    public void AddContexts(IServiceCollection services, string connectionString, TimeSpan commandTimeout)
    {
        var seconds = (int)commandTimeout.TotalSeconds;
        // A database in memory is its connection's own; and an operator who writes Pooling=False wants the file let go after each operation.
        var keeps = Address.FileOf(connectionString) is not null && new SqliteConnectionStringBuilder(connectionString).Pooling;
        services.AddContexts<SqliteIntegrationsDbContext>(
            (provider, db) =>
            {
                Use(db, connectionString, seconds);
                if (keeps)
                {
                    db.AddInterceptors(new KeptConnections(connectionString, seconds, provider.GetRequiredService<TimeProvider>()));
                }
            },
            KeptConnections.Most);
        services.AddSingleton<WalCheckpoint>();
        services.AddSingleton<IDatabaseClosing>(provider => provider.GetRequiredService<WalCheckpoint>());
        services.AddHostedService(provider => provider.GetRequiredService<WalCheckpoint>());
    }

    internal static void Use(DbContextOptionsBuilder db, string connectionString, int commandSeconds = CommandLimits.Seconds)
    {
        db.UseSqlite(connectionString, sqlite => sqlite.CommandTimeout(commandSeconds).UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(new SqlitePragmas());
        db.UseHubRules();
    }
}
