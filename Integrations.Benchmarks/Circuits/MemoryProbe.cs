using System.Net.Sockets;

namespace Integrations.Benchmarks.Circuits;

/// <summary>Asks a .NET process that we started to collect all of its garbage and to say what is left; the program itself knows nothing of it (<see cref="StartupHook"/>).</summary>
internal sealed class MemoryProbe : IDisposable
{
    /// <summary>Names the socket at which the other process listens.</summary>
    public const string Variable = "BENCH_MEMORY_PROBE";

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"hub-probe-{Guid.NewGuid():N}");

    /// <summary>What to start the process with.</summary>
    public Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        [Variable] = _path,
        ["DOTNET_STARTUP_HOOKS"] = typeof(MemoryProbe).Assembly.Location,
    };

    /// <returns>Bytes of live objects after full, compacting collections.</returns>
    public async Task<long> CollectAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path));
        await using var stream = new NetworkStream(socket);
        var answer = new byte[sizeof(long)];
        await stream.ReadExactlyAsync(answer);
        return BitConverter.ToInt64(answer);
    }

    public void Dispose() => File.Delete(_path);

    /// <summary>Runs in the other process for as long as that lives.</summary>
    public static void Serve(string path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            using var asked = listener.Accept();
            // Twice: what finalizers let go is garbage of the second turn.
            Collect();
            GC.WaitForPendingFinalizers();
            Collect();
            asked.Send(BitConverter.GetBytes(GC.GetTotalMemory(forceFullCollection: false)));
        }
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
