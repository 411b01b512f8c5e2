using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Integrations.Storage.Sqlite;

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<SqliteIntegrationsDbContext>
{
    public SqliteIntegrationsDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteIntegrationsDbContext>();
        SqliteDialect.Use(options, "Data Source=:memory:");
        return new SqliteIntegrationsDbContext(options.Options, DesignTime.Gate(), DesignTime.Chain, TimeProvider.System);
    }
}
