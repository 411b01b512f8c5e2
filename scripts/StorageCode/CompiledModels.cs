using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;

namespace StorageCode;

/// <summary>Writes the model of each database as code, so that a start need not build it (scripts/compile-model).</summary>
internal static partial class CompiledModels
{
    public static readonly (string Context, string Name)[] Databases =
    [
        ("SqliteIntegrationsDbContext", "Sqlite"),
        ("PostgresIntegrationsDbContext", "Postgres"),
    ];

    /// <summary>Where the models of a repository are.</summary>
    public static string FolderOf(string repository) => Path.Combine(repository, "Integrations.Core", "Storage", "CompiledModels");

    /// <summary>Writes the models from the assembly's own mapping, whatever compiled models it carries.</summary>
    /// <param name="core">Integrations.Core as it is built.</param>
    /// <param name="repository">The repository's root.</param>
    /// <param name="folder">An absolute folder; each database gets one of its own in it.</param>
    public static void Write(Assembly core, string repository, string folder)
    {
        var reporter = new OperationReporter(new OperationReportHandler(errorHandler: Console.Error.WriteLine, warningHandler: Console.Error.WriteLine));
        var project = Path.Combine(repository, "Integrations.Core");
        var operations = new DbContextOperations(
            reporter, core, core, Path.Combine(project, "Integrations.Core.csproj"), project, "Integrations.Core", "C#", nullable: true, args: []);
        foreach (var (context, name) in Databases)
        {
            operations.Optimize(
                Path.Combine(folder, name), $"Integrations.Core.Storage.CompiledModels.{name}", context, suffix: null, scaffoldModel: true, precompileQueries: false, nativeAot: false);
        }

        foreach (var (_, name) in Databases)
        {
            Settle(Path.Combine(folder, name));
        }
    }

    /// <summary>Files as the other files here are ("\n"), with an id that says what the model is rather than when it was written.</summary>
    private static void Settle(string folder)
    {
        var texts = Directory.EnumerateFiles(folder, "*.cs").Order(StringComparer.Ordinal)
            .ToDictionary(file => file, file => ModelId().Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), "modelId: new Guid(\"\")"), StringComparer.Ordinal);
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(texts.Values))).AsSpan(0, 16));
        foreach (var (file, text) in texts)
        {
            File.WriteAllText(file, text.Replace("modelId: new Guid(\"\")", $"modelId: new Guid(\"{id}\")", StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("modelId: new Guid\\(\"[0-9a-f-]+\"\\)", RegexOptions.NonBacktracking)]
    private static partial Regex ModelId();
}
