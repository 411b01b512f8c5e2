using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Integrations.Core.Storage;

/// <summary>
/// Makes the pinned SQLitePCLRaw serve EF Core, which asks for a newer one, and prefers the system's SQLite, which is
/// patched, over the bundled (docs/decisions: SQLitePCLRaw).
/// </summary>
internal static class SqliteRuntime
{
    private static readonly Lazy<bool> Ready = new(Start);

    public static void Initialize() => _ = Ready.Value;

    private static bool Start()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name?.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal) == true
                ? context.Assemblies.FirstOrDefault(loaded => loaded.GetName().Name == name.Name) ?? LoadBeside(context, name.Name)
                : null;
        NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), (library, assembly, search) =>
            library == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var system) ? system : NativeLibrary.Load(library, assembly, search));
        SQLitePCL.Batteries_V2.Init();
        return true;
    }

    private static Assembly? LoadBeside(AssemblyLoadContext context, string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
