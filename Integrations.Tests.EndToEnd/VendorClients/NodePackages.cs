using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.VendorClients;

/// <summary>
/// Node with the packages of one folder's lock file. They are installed once per lock file, into <c>artifacts/</c>. Without
/// node, npm or a registry the tests are skipped with the reason, unless <c>VENDOR_CLIENTS=required</c>.
/// </summary>
/// <param name="folder">Below <c>Integrations.Tests.EndToEnd</c>; holds the scripts and the lock file.</param>
/// <param name="oldestNode">The oldest major version that the packages run on.</param>
/// <param name="library">A folder of the repository that has the lock file instead, and sources that the scripts use.</param>
internal sealed class NodePackages(string folder, int oldestNode, string? library = null)
{
    // For what hangs, not for what is slow: the machine is shared with browsers and databases.
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(10);

    /// <summary>What each folder misses. Classes that use one run side by side: it is prepared once, and never below a script that runs.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> Prepared = new(StringComparer.Ordinal);

    private static readonly string[] Copied = [".json", ".mjs", ".ts"];

    private readonly string _scripts = Path.Combine(Repository.Root(), "Integrations.Tests.EndToEnd", folder);
    private readonly string? _library = library is null ? null : Path.Combine(Repository.Root(), library);
    private string _folder = "";
    private string? _missing;

    public async Task PrepareAsync()
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(_library ?? _scripts, "package-lock.json"));
        _folder = Path.Combine(Repository.Root(), "artifacts", folder == "VendorClients" ? "vendor-clients" : folder.ToLowerInvariant(), Convert.ToHexStringLower(SHA256.HashData(lockFile))[..12]);
        _missing = await Prepared.GetOrAdd(_folder, _ => new Lazy<Task<string?>>(FillAsync)).Value;
    }

    /// <summary>Runs a script to its end.</summary>
    /// <returns>What it printed, as JSON.</returns>
    public async Task<JsonElement> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        SkipWithoutThem();
        var run = await RunProgramAsync("node", [$"{script}.mjs"], RunTimeout, environment);
        Assert.True(run.ExitCode == 0, $"{script}.mjs: {run.Errors}");
        return JsonElement.Parse(run.Output);
    }

    /// <summary>Runs a program of the packages to its end.</summary>
    /// <param name="program">Below <c>node_modules</c>, or beside it.</param>
    /// <returns>What it printed where it failed; null when it did not.</returns>
    public async Task<string?> ProblemsOfAsync(string program, params string[] arguments)
    {
        SkipWithoutThem();
        var run = await RunProgramAsync("node", [program, .. arguments], RunTimeout);
        return run.ExitCode == 0 ? null : $"{program}: {run.Output}{run.Errors}";
    }

    /// <summary>Starts a script that serves, and waits for the line in which it says on which port of loopback. One that ended before it said so is started once more: the machine may have ended it.</summary>
    public async Task<NodeServer> ServeAsync(string script, object? scene = null)
    {
        SkipWithoutThem();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SCENE"] = JsonSerializer.Serialize(scene) };
        var (server, first) = await NodeServer.TryStartAsync(Start("node", [$"{script}.mjs"], environment), RunTimeout);
        if (server is not null)
        {
            return server;
        }

        (server, var second) = await NodeServer.TryStartAsync(Start("node", [$"{script}.mjs"], environment), RunTimeout);
        Assert.True(server is not null, $"{script}.mjs did not start: {first}; and again: {second}");
        return server!;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(file => Copied.Contains(Path.GetExtension(file), StringComparer.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    private void SkipWithoutThem()
    {
        if (_missing is not null)
        {
            if (Environment.GetEnvironmentVariable("VENDOR_CLIENTS") == "required")
            {
                Assert.Fail($"The packages of {folder} are required: {_missing}");
            }

            Assert.Skip(_missing);
        }
    }

    private Task<string?> FillAsync()
    {
        Directory.CreateDirectory(_folder);
        Copy(_scripts, _folder);
        if (_library is not null)
        {
            Copy(_library, _folder);
            Copy(Path.Combine(_library, "src"), Path.Combine(_folder, "src"));
        }

        return InstallAsync();
    }

    /// <returns>Null when all is there; else what is missing.</returns>
    private async Task<string?> InstallAsync()
    {
        var done = Path.Combine(_folder, "node_modules", ".installed");
        try
        {
            var version = await RunProgramAsync("node", ["--version"], RunTimeout);
            if (!int.TryParse(version.Output.TrimStart('v').Split('.')[0], out var major) || major < oldestNode)
            {
                return $"Node {oldestNode} or newer is needed for the packages of {folder}; this is {version.Output.Trim()}.";
            }

            if (File.Exists(done))
            {
                return null;
            }

            var install = await NpmAsync();
            // A registry may fail once.
            install = install.ExitCode == 0 ? install : await NpmAsync();
            if (install.ExitCode != 0)
            {
                return $"The packages of {folder} could not be installed: {install.Errors.Trim()}";
            }

            await File.WriteAllTextAsync(done, "");
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"No node or npm on this machine. Install Node {oldestNode} or newer for the packages of {folder}.";
        }
        catch (OperationCanceledException)
        {
            return $"The packages of {folder} could not be installed within {InstallTimeout}.";
        }
    }

    private Task<(int ExitCode, string Output, string Errors)> NpmAsync() =>
        RunProgramAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], InstallTimeout);

    private Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        // The sandbox and the servers are on loopback, whatever proxy this machine uses for the world.
        if (program == "node")
        {
            start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        }

        return Process.Start(start)!;
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunProgramAsync(
        string program, IEnumerable<string> arguments, TimeSpan timeout, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(program, arguments, environment);
        using var patience = new CancellationTokenSource(timeout);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
