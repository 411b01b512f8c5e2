using System.Text.RegularExpressions;
using Integrations.Core.Storage;
using Integrations.Storage.Postgres.CompiledModel;
using Integrations.Storage.Sqlite.CompiledModel;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.EndToEnd.Storage;

/// <summary>The model as code is what the mapping says; otherwise the hub would run on yesterday's.</summary>
public sealed partial class CompiledModelTests
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task CompiledModel_IsWhatTheMappingSays(string kind)
    {
        var project = Path.Combine(Repository.Root(), $"Integrations.Storage.{kind}");
        var folder = Directory.CreateTempSubdirectory("hub-model-").FullName;
        try
        {
            await DotnetAsync("tool", "restore");
            await DotnetAsync(
                "ef", "dbcontext", "optimize", "--no-build", "--configuration", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
                "--project", project, "--startup-project", project, "--output-dir", folder, "--namespace", $"Integrations.Storage.{kind}.CompiledModel");

            var (written, kept) = (Files(folder), Files(Path.Combine(project, "CompiledModel")));
            var differing = written.Keys.Union(kept.Keys).Where(name => written.GetValueOrDefault(name) != kept.GetValueOrDefault(name)).Order(StringComparer.Ordinal);
            Assert.True(!differing.Any(), $"Run scripts/compile-model: {string.Join(", ", differing)}");
            Assert.True(written.Count > 30);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Sqlite", "Data Source=:memory:", typeof(SqliteIntegrationsDbContextModel))]
    [InlineData("Postgres", "Host=nowhere.invalid;Database=hub", typeof(PostgresIntegrationsDbContextModel))]
    public async Task Contexts_RunOnTheCompiledModel(string kind, string connection, Type compiled)
    {
        await using var services = MigrationTests.Storage(kind, connection);
        await using var db = await services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

        Assert.IsType(compiled, db.Model);
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        var (code, said) = await WebProcess.RunToEndAsync(arguments, new Dictionary<string, string>(StringComparer.Ordinal));
        Assert.True(code == 0, said);
    }

    /// <summary>The id is made anew each time, and a byte order mark and ends of lines are of no matter.</summary>
    private static Dictionary<string, string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).ToDictionary(
        file => Path.GetRelativePath(folder, file), file => ModelId().Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), ""), StringComparer.Ordinal);

    [GeneratedRegex("modelId: new Guid\\(\"[0-9a-f-]+\"\\)", RegexOptions.NonBacktracking)]
    private static partial Regex ModelId();
}
