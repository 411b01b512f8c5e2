using Integrations.Benchmarks.Circuits;

// The runtime looks for this name outside of any namespace.
#pragma warning disable MA0047
#pragma warning disable CA1050 // The runtime looks for this very name.
/// <summary>Called by the runtime in a process that was started with <see cref="MemoryProbe.Settings"/>, before its own Main.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(MemoryProbe.Variable) is { } path)
        {
            new Thread(() => MemoryProbe.Serve(path)) { IsBackground = true, Name = "memory probe" }.Start();
        }
    }
}
#pragma warning restore MA0047
