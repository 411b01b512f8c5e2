using System.Reflection;
using System.Runtime.Loader;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;

// Usage: AddMigration REPOSITORY [--reset] NAME
// Scaffolds one migration per database from the model as it is built. scripts/add-migration has removed the earlier ones for --reset.
var words = args.Where(word => word != "--reset").ToArray();
if (words.Length != 2)
{
    Console.Error.WriteLine("usage: scripts/add-migration [--reset] NAME");
    return 2;
}

var (project, name) = (Path.Combine(Path.GetFullPath(words[0]), "Integrations.Core"), words[1]);

// The scaffolder loads SQLite's provider before Core gets a word in; the SQLitePCLRaw that is here is older than it asks for.
AssemblyLoadContext.Default.Resolving += (loader, wanted) =>
    wanted.Name!.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal)
        ? loader.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, wanted.Name + ".dll"))
        : null;

var core = Assembly.Load("Integrations.Core");

(string Context, string Folder)[] databases =
[
    ("SqliteIntegrationsDbContext", "Sqlite"),
    ("PostgresIntegrationsDbContext", "Postgres"),
];

foreach (var (context, database) in databases)
{
    var folder = Path.Combine("Storage", "Migrations", database);
    var reporter = new OperationReporter(new OperationReportHandler(
        errorHandler: Console.Error.WriteLine, warningHandler: Console.Error.WriteLine));
    var operations = new MigrationsOperations(reporter, core, core, project, "Integrations.Core", "C#", nullable: true, args: []);

    var files = operations.AddMigration(name, folder, context, @namespace: null, dryRun: false);
    Console.WriteLine($"{database}: {Path.GetRelativePath(words[0], files.MigrationFile!)}");
}

return 0;
