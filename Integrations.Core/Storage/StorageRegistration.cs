using System.Diagnostics.Metrics;
using Integrations.Core.Activity;
using Integrations.Core.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Storage;

public static class StorageRegistration
{
    /// <summary>SQLite's file where no connection string is given; relative paths are under the content root.</summary>
    public const string DefaultSqliteFile = "App_Data/integrations.db";

    /// <summary>Adds the database, and Data Protection's key ring in it.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">Reads <c>Database:Provider</c> and <c>ConnectionStrings:Integrations</c>.</param>
    /// <param name="contentRoot">Relative SQLite paths start here.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations()
            .Validate(_ => ConnectionStringCheck.Refuse(configuration, contentRoot) is null, $"{ConnectionStringCheck.Key} cannot be used (docs/operations.md).")
            .ValidateOnStart();
        var options = configuration.ReadOrDefault<DatabaseOptions>(DatabaseOptions.Section);
        var connectionString = configuration.GetConnectionString(DatabaseOptions.ConnectionStringName);
        services.AddSingleton(provider => new WriteGate(
            options.Provider == DatabaseProvider.Sqlite, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton(provider => new AuditKeys(
            provider.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>, provider.GetRequiredService<IDataProtectionProvider>));

        services.AddSingleton(provider => new CommandTimes(options.Provider, provider.GetRequiredService<IMeterFactory>()));
        if (options.Provider == DatabaseProvider.Postgres)
        {
            services.AddPooledDbContextFactory<PostgresIntegrationsDbContext>((provider, db) => UsePostgres(db.AddInterceptors(provider.GetRequiredService<CommandTimes>()), connectionString ?? "", (int)options.CommandTimeout.TotalSeconds));
            services.AddSingleton<IDbContextFactory<IntegrationsDbContext>, Contexts<PostgresIntegrationsDbContext>>();
        }
        else
        {
            var file = SqliteConnectionString(configuration, connectionString, contentRoot);
            services.AddPooledDbContextFactory<SqliteIntegrationsDbContext>((provider, db) => UseSqlite(db.AddInterceptors(provider.GetRequiredService<CommandTimes>()), file, (int)options.CommandTimeout.TotalSeconds));
            services.AddSingleton<IDbContextFactory<IntegrationsDbContext>, Contexts<SqliteIntegrationsDbContext>>();
        }

        services.AddIdentitySchema();
        services.AddSingleton<IXmlRepository, DatabaseKeyRing>();
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((keys, ring) => keys.XmlRepository = ring);
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<WalCheckpoint>();
        services.AddSingleton(provider => new DatabaseWatch(
            provider.GetRequiredService<DatabaseStart>(), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DatabaseWatch>>()));
        return services;
    }

    /// <summary>Passkeys came with version 3 of Identity's schema; Identity reads the version from its options while it builds the model.</summary>
    internal static IServiceCollection AddIdentitySchema(this IServiceCollection services) =>
        services.Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3);

    internal static void UseSqlite(DbContextOptionsBuilder db, string connectionString, int commandSeconds = CommandLimits.Seconds)
    {
        db.UseSqlite(connectionString, sqlite => sqlite.CommandTimeout(commandSeconds)).AddInterceptors(new SqlitePragmas());
        Common(db);
    }

    internal static void UsePostgres(DbContextOptionsBuilder db, string connectionString, int commandSeconds = CommandLimits.Seconds)
    {
        db.UseNpgsql(connectionString, postgres => postgres.CommandTimeout(commandSeconds));
        Common(db);
    }

    private static void Common(DbContextOptionsBuilder db) =>
        // Lists without a total order are a bug here, not a hint.
        db.ConfigureWarnings(warnings => warnings.Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning));

    private static string SqliteConnectionString(IConfiguration configuration, string? given, string contentRoot)
    {
        // A wrong one is refused together with all other wrong settings, before it is used. The check makes the file's folder.
        var isWrong = ConnectionStringCheck.Refuse(configuration, contentRoot) is not null;
        var builder = new SqliteConnectionStringBuilder(isWrong || string.IsNullOrWhiteSpace(given) ? $"Data Source={DefaultSqliteFile}" : given);
        if (builder.Mode != SqliteOpenMode.Memory && builder.DataSource != ":memory:")
        {
            builder.DataSource = Path.GetFullPath(builder.DataSource, contentRoot);
        }

        return builder.ToString();
    }

    private sealed class Contexts<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<IntegrationsDbContext>
        where TContext : IntegrationsDbContext
    {
        public IntegrationsDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<IntegrationsDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await factory.CreateDbContextAsync(cancellationToken);
    }
}
