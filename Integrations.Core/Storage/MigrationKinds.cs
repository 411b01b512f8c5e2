using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Integrations.Core.Storage;

/// <summary>Tells migrations that only add from those that change what is stored.</summary>
internal static class MigrationKinds
{
    /// <summary>Whether one of the migrations does more than make tables, indexes and columns.</summary>
    public static bool AnyChangesData(DbContext db, IEnumerable<string> migrations)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        return migrations.Any(id => ChangesData(assembly.CreateMigration(assembly.Migrations[id], db.Database.ProviderName!)));
    }

    internal static bool ChangesData(Migration migration) => !migration.UpOperations.All(OnlyAdds);

    // Statements of our own may do anything: they count as changing. So does SQLite's way of changing a column, which copies the table.
    private static bool OnlyAdds(MigrationOperation operation) => operation is CreateTableOperation or CreateIndexOperation or AddColumnOperation or EnsureSchemaOperation;
}
