using System.Reflection;
using Integrations.Client;
using Integrations.Connectors;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Storage.Postgres;
using Integrations.Storage.Sqlite;

namespace Integrations.Tests.Architecture;

/// <summary>The rules of the house that a reference would break (docs/architecture.md).</summary>
public sealed class ReferenceTests
{
    private static readonly Assembly Core = typeof(IntegrationsDbContext).Assembly;

    private static readonly string[] AllowedInCore =
    [
        "Microsoft.AspNetCore.DataProtection", "Microsoft.AspNetCore.Cryptography", "Microsoft.AspNetCore.Identity",
    ];

    [Fact]
    public void Core_KnowsNoHttpServerAndNoUi()
    {
        var foreign = References(Core)
            .Where(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal))
            .Where(name => !AllowedInCore.Any(allowed => name == allowed || name.StartsWith(allowed + ".", StringComparison.Ordinal)));

        Assert.Empty(foreign);
    }

    /// <summary>What a vendor is knows no organization and no database.</summary>
    [Fact]
    public void Connectors_KnowPrimitivesOnly_AndNoDatabase()
    {
        var connectors = typeof(ConnectorCatalog).Assembly;

        Assert.Equal(["Integrations.Primitives"], Projects(connectors));
        Assert.DoesNotContain(References(connectors), name => name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
    }

    [Fact]
    public void Primitives_KnowNoOtherProject_AndNoServer()
    {
        var primitives = typeof(Failure).Assembly;

        Assert.Empty(Projects(primitives));
        Assert.DoesNotContain(References(primitives), name => name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
    }

    [Fact]
    public void Core_KnowsConnectorsAndPrimitivesOnly() => Assert.Equal(["Integrations.Connectors", "Integrations.Primitives"], Projects(Core).Order(StringComparer.Ordinal));

    [Fact]
    public void Core_KnowsNoDatabaseDriver() =>
        Assert.DoesNotContain(References(Core), name => name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase) || name.Contains("SQLitePCL", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Npgsql", StringComparison.Ordinal));

    [Fact]
    public void Core_HoldsNoGeneratedModelAndNoMigration() => Assert.DoesNotContain(
        Core.GetTypes(), type => typeof(Microsoft.EntityFrameworkCore.Migrations.Migration).IsAssignableFrom(type) || typeof(Microsoft.EntityFrameworkCore.Metadata.RuntimeModel).IsAssignableFrom(type));

    [Fact]
    public void StorageOfEachDatabase_KnowsCoreAndNotTheOther()
    {
        string[] allowed = ["Integrations.Core", "Integrations.Connectors", "Integrations.Primitives"];
        Assert.Empty(Projects(typeof(SqliteDialect).Assembly).Except(allowed, StringComparer.Ordinal));
        Assert.Empty(Projects(typeof(PostgresDialect).Assembly).Except(allowed, StringComparer.Ordinal));
    }

    /// <summary>The sandbox is in a program that is built to be tried, and in none that is published (InstallationTests look into the archive).</summary>
    [Fact]
    public void Web_KnowsCoreTheDatabasesAndTheSandbox_AndNothingOfTests() => Assert.Equal(
        ["Integrations.Connectors", "Integrations.Core", "Integrations.Primitives", "Integrations.Sandbox", "Integrations.Storage.Postgres", "Integrations.Storage.Sqlite"], Projects(typeof(Program).Assembly).Order(StringComparer.Ordinal));

    /// <summary>It goes into other programs.</summary>
    [Fact]
    public void Client_KnowsNoOtherProject_AndOnlyWhatTheFrameworkBrings() => Assert.All(
        References(typeof(IntegrationsHub).Assembly), name => Assert.True(name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal), name));

    [Fact]
    public void Sandbox_KnowsNoOtherProject() => Assert.Empty(Projects(Assembly.Load("Integrations.Sandbox")));

    /// <summary>What is different is behind <see cref="IDatabaseDialect"/>; the provider's name is for settings, archives and the log.</summary>
    [Fact]
    public void NoFeature_AsksWhichDatabaseItIsOn() => Assert.DoesNotContain(
        SourceFiles.Find(@"\bDatabaseProvider\.(Sqlite|Postgres)\b|\b(Sqlite|Postgres)(IntegrationsDbContext|Dialect)\b|\bIsSqlite\(|\bIsNpgsql\(", [".cs", ".razor"],
            "Integrations.Core/Storage/DatabaseOptions.cs", "Integrations.Web/Hosting/Databases.cs"),
        line => !line.StartsWith("Integrations.Storage.", StringComparison.Ordinal));

    private static IEnumerable<string> Projects(Assembly assembly) => References(assembly).Where(name => name.StartsWith("Integrations.", StringComparison.Ordinal));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
