using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// A PostgreSQL server of the test run's own: a fresh cluster in a temp folder, on loopback and a free port, gone afterwards.
/// Take it as a fixture; <see cref="CreateDatabaseAsync"/> skips the test, with the reason, where no server is installed.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-pg-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;
    private string? _missing;

    private string Data => Path.Combine(_folder, "data");

    public async ValueTask InitializeAsync()
    {
        if (FindBinaries() is not { } binaries)
        {
            _missing = "No PostgreSQL server is installed (looked for initdb in PATH and /usr/lib/postgresql/*/bin).";
            return;
        }

        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root; the package has brought a user for it.
            await RunAsync("chown", ["postgres", _folder]);
        }

        await RunAsync(Path.Combine(binaries, "initdb"), ["-D", Data, "-U", "hub", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"], asServer: true);
        _server = Start(Path.Combine(binaries, "postgres"),
            ["-D", Data, "-h", "127.0.0.1", "-p", $"{_port}", "-k", _folder, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"],
            asServer: true);
        await ReadyAsync();
    }

    /// <summary>An empty database for one test.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        if (_missing is not null)
        {
            Assert.Skip(_missing);
        }

        var name = $"hub_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
#pragma warning disable CA2100 // The name is our own.
        create.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is { HasExited: false })
        {
            // SIGQUIT to the server itself: it ends its own processes, and nothing in the cluster is worth saving.
            var pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
            await RunAsync("kill", ["-QUIT", pid]);
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Username = "hub", Database = database, IncludeErrorDetail = true }.ToString();

    private async Task ReadyAsync()
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (!_server!.HasExited && deadline.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(100);
            }
        }
    }

    private static string? FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            : Enumerable.Empty<string>();
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Select(folder => Path.Combine(folder, "bin")).Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private async Task RunAsync(string program, string[] arguments, bool asServer = false)
    {
        using var process = Start(program, arguments, asServer);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    private Process Start(string program, string[] arguments, bool asServer)
    {
        var asOther = asServer && Environment.IsPrivilegedProcess;
        var start = new ProcessStartInfo(asOther ? "runuser" : program, asOther ? ["-u", "postgres", "--", program, .. arguments] : arguments)
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        // Read and dropped: a full pipe would stop the server.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
