using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Postgres;

/// <summary>The model on PostgreSQL, for more than one machine.</summary>
public sealed class PostgresIntegrationsDbContext(DbContextOptions<PostgresIntegrationsDbContext> options, WriteLock gate, IEntryChain chain, TimeProvider clock)
    : IntegrationsDbContext(options, gate, chain, clock)
{
    public override IDatabaseDialect Dialect => PostgresDialect.Instance;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
}
