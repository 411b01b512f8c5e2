using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Integrations.Storage.Postgres;

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<PostgresIntegrationsDbContext>
{
    public PostgresIntegrationsDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresIntegrationsDbContext>();
        PostgresDialect.Use(options, "Host=localhost;Database=integrations");
        return new PostgresIntegrationsDbContext(options.Options, DesignTime.Gate(), DesignTime.Chain, TimeProvider.System);
    }
}
