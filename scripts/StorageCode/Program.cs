using System.Reflection;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using StorageCode;

// Usage: StorageCode REPOSITORY migration NAME     scaffolds one migration per database from the model as it is built
//        StorageCode REPOSITORY model [FOLDER]     writes the compiled model of each database, into Core's folder if none is named
if (args is not ([_, "migration", _] or [_, "model"] or [_, "model", _]))
{
    Console.Error.WriteLine("usage: scripts/add-migration [--reset] NAME, or scripts/compile-model");
    return 2;
}

var repository = Path.GetFullPath(args[0]);
var core = Assembly.Load("Integrations.Core");
if (args[1] == "model")
{
    var folder = args.Length > 2 ? Path.GetFullPath(args[2]) : CompiledModels.FolderOf(repository);
    CompiledModels.Write(core, repository, folder);
    Console.WriteLine($"{Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Length} files in {Path.GetRelativePath(repository, folder)}");
    return 0;
}

foreach (var (context, database) in CompiledModels.Databases)
{
    var folder = Path.Combine("Storage", "Migrations", database);
    var reporter = new OperationReporter(new OperationReportHandler(
        errorHandler: Console.Error.WriteLine, warningHandler: Console.Error.WriteLine));
    var operations = new MigrationsOperations(
        reporter, core, core, Path.Combine(repository, "Integrations.Core"), "Integrations.Core", "C#", nullable: true, args: []);

    var files = operations.AddMigration(args[2], folder, context, @namespace: null, dryRun: false);
    Console.WriteLine($"{database}: {Path.GetRelativePath(repository, files.MigrationFile!)}");
}

return 0;
