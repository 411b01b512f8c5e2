using Integrations.Core.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Integrations.Core.Storage;

/// <summary>The model on PostgreSQL, for more than one machine.</summary>
public sealed class PostgresIntegrationsDbContext(DbContextOptions<PostgresIntegrationsDbContext> options, WriteGate gate, AuditKeys auditKeys, TimeProvider clock)
    : IntegrationsDbContext(options, gate, auditKeys, clock)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
}

// timestamptz takes UTC only, and keeps microseconds.
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    time => new DateTimeOffset(time.UtcTicks - (time.UtcTicks % 10), TimeSpan.Zero), time => time);
