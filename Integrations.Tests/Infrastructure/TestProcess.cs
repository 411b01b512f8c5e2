using System.Runtime.CompilerServices;

namespace Integrations.Tests.Infrastructure;

internal static class TestProcess
{
    /// <summary>No test changes a settings file under a running hub: watching them costs a thread and a handle for each of some hundred hosts.</summary>
    [ModuleInitializer]
    internal static void DoNotWatchSettings() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
