using System.Diagnostics.Metrics;
using Integrations.Core.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage;

/// <summary>Makes contexts for scaffolding migrations (scripts/add-migration); they never connect.</summary>
internal static class DesignTime
{
    /// <summary>The options that shape the model, as the running hub has them.</summary>
    public static IServiceProvider Services() => new ServiceCollection().AddIdentitySchema().BuildServiceProvider();

    public static WriteGate Gate() => new(
        oneWriter: false, TimeProvider.System, new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public static AuditKeys AuditKeys() => new(() => throw new NotSupportedException("Nothing is written."), () => throw new NotSupportedException("Nothing is protected."));
}

internal sealed class SqliteDesignTimeContext : IDesignTimeDbContextFactory<SqliteIntegrationsDbContext>
{
    public SqliteIntegrationsDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteIntegrationsDbContext>();
        StorageRegistration.UseSqlite(options, "Data Source=:memory:");
        options.UseApplicationServiceProvider(DesignTime.Services());
        return new SqliteIntegrationsDbContext(options.Options, DesignTime.Gate(), DesignTime.AuditKeys(), TimeProvider.System);
    }
}

internal sealed class PostgresDesignTimeContext : IDesignTimeDbContextFactory<PostgresIntegrationsDbContext>
{
    public PostgresIntegrationsDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresIntegrationsDbContext>();
        StorageRegistration.UsePostgres(options, "Host=localhost;Database=integrations");
        options.UseApplicationServiceProvider(DesignTime.Services());
        return new PostgresIntegrationsDbContext(options.Options, DesignTime.Gate(), DesignTime.AuditKeys(), TimeProvider.System);
    }
}
