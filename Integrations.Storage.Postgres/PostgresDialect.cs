using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Storage.Postgres;

/// <summary>PostgreSQL: a server that several nodes share, with locks on rows and messages between connections.</summary>
public sealed class PostgresDialect : IDatabaseDialect
{
    private PostgresDialect()
    {
    }

    public static PostgresDialect Instance { get; } = new();

    public DatabaseProvider Provider => DatabaseProvider.Postgres;

    public string SystemName => "postgresql";

    public bool HasOneWriter => false;

    public bool IsShared => true;

    public IDatabaseAddress Address { get; } = new PostgresAddress();

    public IDatabaseErrors Errors { get; } = new PostgresErrors();

    public IDatabaseStatements Statements { get; } = new PostgresStatements();

    public IDatabaseUpkeep Upkeep { get; } = new PostgresUpkeep();

    public IDatabaseNotifications Notifications { get; } = new PostgresNotifications();

    /// <summary>A node that is gone looks like one that is slow: its leases end by themselves.</summary>
    public IDatabasePresence? CreatePresence(TimeProvider clock) => null;

    public IDatabaseCopy CreateCopy(IDbContextFactory<IntegrationsDbContext> contexts) => new PostgresCopy(contexts);

    public void AddContexts(IServiceCollection services, string connectionString, TimeSpan commandTimeout) =>
        services.AddContexts<PostgresIntegrationsDbContext>((_, db) => Use(db, connectionString, (int)commandTimeout.TotalSeconds));

    internal static void Use(DbContextOptionsBuilder db, string connectionString, int commandSeconds = CommandLimits.Seconds)
    {
        db.UseNpgsql(connectionString, postgres => postgres.CommandTimeout(commandSeconds)).AddInterceptors(new RowLocks());
        db.UseHubRules();
    }
}
