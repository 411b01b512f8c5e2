using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Integrations.Tests.Infrastructure.PostgresServer))]

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// A PostgreSQL server of the test run's own: a fresh cluster in a temp folder, on loopback and a free port, started by the first
/// test that needs it and gone afterwards. Where no server is installed, that test is skipped, with the reason.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Template = "hub_template";

    private readonly string _folder = Directory.CreateTempSubdirectory("hub-pg-").FullName;
    private readonly int _port = FreePort();
    private readonly Lazy<Task> _started;
    private readonly Lazy<Task> _template;
    private readonly SemaphoreSlim _creating = new(1, 1);
    private Process? _server;

    public PostgresServer()
    {
        _started = new Lazy<Task>(() => Task.Run(StartAsync));
        _template = new Lazy<Task>(() => Task.Run(MigrateTemplateAsync));
        // Tests that stop a server bring their own.
        Current ??= this;
    }

    /// <summary>The run's one server; hubs that are made without fixtures find it here.</summary>
    public static PostgresServer Current { get; private set; } = null!;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>SIGSTOP to the server and all that serve connections: it hangs, as on a machine that swaps or a disk that is gone.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    /// <summary>An empty database for one test.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        if (FindBinaries() is null)
        {
            Assert.Skip("No PostgreSQL server is installed (looked for initdb in PATH and /usr/lib/postgresql/*/bin).");
        }

        await _started.Value;
        var name = NewName();
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>A database as a hub's start would make it, copied from one that was migrated once.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateHubDatabaseAsync()
    {
        if (FindBinaries() is null)
        {
            Assert.Skip("No PostgreSQL server is installed (looked for initdb in PATH and /usr/lib/postgresql/*/bin).");
        }

        await _started.Value;
        await _template.Value;
        var name = NewName();
        await _creating.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        }
        finally
        {
            _creating.Release();
        }

        return ConnectionString(name);
    }

    /// <summary>Drops a database, whoever is still connected.</summary>
    public Task DropAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

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
        _creating.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        var binaries = FindBinaries()!;
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root; the package has brought a user for it.
            await RunAsync("chown", ["postgres", _folder]);
        }

        await RunAsync(Path.Combine(binaries, "initdb"), ["-D", Data, "-U", "hub", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"], asServer: true);
        _server = Start(Path.Combine(binaries, "postgres"),
            ["-D", Data, "-h", "127.0.0.1", "-p", $"{_port}", "-k", _folder, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=500"],
            asServer: true);
        await ReadyAsync();
    }

    private async Task MigrateTemplateAsync()
    {
        await ExecuteAsync($"CREATE DATABASE {Template}");
        // Nobody may be connected to a template while it is copied.
        var connection = new NpgsqlConnectionStringBuilder(ConnectionString(Template)) { Pooling = false }.ToString();
        await HubDatabase.MigrateAsync("Postgres", connection);
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names are our own.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task SignalAsync(string signal)
    {
        var first = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        await RunAsync("pkill", [signal, "-P", first]);
        await RunAsync("kill", [signal, first]);
        if (signal == "-CONT")
        {
            // runuser stops itself when what it started is stopped.
            await RunAsync("kill", [signal, $"{_server!.Id}"]);
        }
    }

    private static string NewName() => $"hub_{Guid.NewGuid():N}";

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "hub",
        Database = database,
        IncludeErrorDetail = true,
        // Several hubs share the server.
        MaxPoolSize = 40,
        Timeout = 30,
    }.ToString();

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
