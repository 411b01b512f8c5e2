using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Integrations.Core.Storage;

namespace Integrations.Tests.Infrastructure;

/// <summary>bUnit asks for a newer AngleSharp.Diffing than can be restored; the one that is here does what bUnit needs (docs/decisions/0005).</summary>
internal static class AssemblyVersions
{
    [ModuleInitializer]
    internal static void AcceptOlderDiffing() =>
        AssemblyLoadContext.Default.Resolving += (context, wanted) =>
            wanted.Name == "AngleSharp.Diffing"
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
                : null;

    /// <summary>
    /// The runtime remembers an assembly it did not find: whatever test looks at SQLite's types first must find the pinned
    /// one, or every later one misses it.
    /// </summary>
    [ModuleInitializer]
    internal static void AcceptOlderSqlite() => SqliteRuntime.Initialize();
}
