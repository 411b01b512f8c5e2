using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Sqlite;

/// <summary>The model on SQLite. Times are UTC ticks, because SQLite cannot order DateTimeOffset.</summary>
public sealed class SqliteIntegrationsDbContext(DbContextOptions<SqliteIntegrationsDbContext> options, WriteLock gate, IEntryChain chain, TimeProvider clock)
    : IntegrationsDbContext(options, gate, chain, clock)
{
    public override IDatabaseDialect Dialect => SqliteDialect.Instance;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
}
