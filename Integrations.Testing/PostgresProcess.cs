using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Integrations.Testing;

/// <summary>A PostgreSQL server of our own from the installed binaries: a fresh cluster in a temp folder, on loopback and a free port, gone afterwards.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    // On a machine that is shared with a build's worth of tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("hub-pg-").FullName;
    private readonly int _port = LoopbackPorts.Free();
    private Process? _server;

    private PostgresProcess()
    {
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Where the server's programs are; null where none is installed.</summary>
    public static string? FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            : Enumerable.Empty<string>();
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Select(folder => Path.Combine(folder, "bin")).Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    /// <param name="isDurable">Whether a commit waits for the disk, as a real server's does; tests of behaviour need not.</param>
    public static async Task<PostgresProcess> StartAsync(bool isDurable)
    {
        var server = new PostgresProcess();
        try
        {
            await server.StartServerAsync(isDurable);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
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

    /// <summary>A database that is empty, or a copy of <paramref name="template"/>.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"hub_{Guid.NewGuid():N}";
        await ExecuteAsync(template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template}");
        return ConnectionString(name);
    }

    /// <summary>Drops a database, no matter who is still connected.</summary>
    public Task DropAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    [SuppressMessage("Security", "CA2100", Justification = "Names are our own.")]
    public async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>SIGSTOP to the server and all that serve connections: it hangs, as on a machine that swaps or a disk that is gone.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is { HasExited: false })
        {
            // SIGQUIT to the server itself: it ends its own processes, and nothing in the cluster is worth saving.
            await RunAsync("kill", ["-QUIT", await PidAsync()]);
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServerAsync(bool isDurable)
    {
        var binaries = FindBinaries() ?? throw new InvalidOperationException("No PostgreSQL server is installed (looked for initdb in PATH and /usr/lib/postgresql/*/bin).");
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root; the package has brought a user for it.
            await RunAsync("chown", ["postgres", _folder]);
        }

        await RunAsync(Path.Combine(binaries, "initdb"), ["-D", Data, "-U", "hub", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"], asServer: true);
        string[] quick = isDurable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off"];
        _server = Start(
            Path.Combine(binaries, "postgres"), ["-D", Data, "-h", "127.0.0.1", "-p", $"{_port}", "-k", _folder, "-c", "max_connections=500", .. quick], asServer: true);
        await ReadyAsync();
    }

    private async Task ReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (!_server!.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task SignalAsync(string signal)
    {
        var first = await PidAsync();
        // The first one before those that it began: else it begins another in between, which serves on.
        await RunAsync("kill", [signal, first]);
        await RunAsync("pkill", [signal, "-P", first]);
        if (signal == "-CONT")
        {
            // runuser stops itself when what it started is stopped.
            await RunAsync("kill", [signal, $"{_server!.Id}"]);
        }
    }

    private async Task<string> PidAsync() => (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];

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
}
