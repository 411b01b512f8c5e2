using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.VendorClients;

/// <summary>
/// Node with the packages of this folder's lock file. They are installed once per lock file, into <c>artifacts/</c>. Without
/// node, npm or a registry the tests are skipped with the reason, unless <c>VENDOR_CLIENTS=required</c>.
/// </summary>
public sealed class NodeClients : IAsyncLifetime
{
    private static readonly string Scripts = Path.Combine(Repository.Root(), "Integrations.Tests", "VendorClients");
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(1);
    private string _folder = "";
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(Scripts, "package-lock.json"));
        _folder = Path.Combine(Repository.Root(), "artifacts", "vendor-clients", Convert.ToHexStringLower(SHA256.HashData(lockFile))[..12]);
        Directory.CreateDirectory(_folder);
        foreach (var file in Directory.EnumerateFiles(Scripts).Where(file => Path.GetExtension(file) is ".json" or ".mjs"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }

        _missing = await InstallAsync();
    }

    /// <summary>Runs a vendor's script.</summary>
    /// <param name="scene">What the script needs to know, as JSON in the environment variable <c>SCENE</c>.</param>
    /// <param name="authority">PEM file of the certificate that the sandbox's https address shows.</param>
    /// <returns>What the script printed, as JSON.</returns>
    public async Task<JsonElement> RunAsync(string provider, object scene, string authority)
    {
        if (_missing is not null)
        {
            if (Environment.GetEnvironmentVariable("VENDOR_CLIENTS") == "required")
            {
                Assert.Fail($"The vendors' own clients are required: {_missing}");
            }

            Assert.Skip(_missing);
        }

        var run = await StartAsync("node", [$"{provider}.mjs"], RunTimeout, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SCENE"] = JsonSerializer.Serialize(scene),
            ["NODE_EXTRA_CA_CERTS"] = authority,
            // The sandbox is on loopback, whatever proxy this machine uses for the world.
            ["NO_PROXY"] = "127.0.0.1",
            ["no_proxy"] = "127.0.0.1",
        });
        Assert.True(run.ExitCode == 0, $"{provider}.mjs: {run.Errors}");
        return JsonElement.Parse(run.Output);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <returns>Null when all is there; else what is missing.</returns>
    private async Task<string?> InstallAsync()
    {
        var done = Path.Combine(_folder, "node_modules", ".installed");
        try
        {
            var version = await StartAsync("node", ["--version"], RunTimeout);
            if (!int.TryParse(version.Output.TrimStart('v').Split('.')[0], out var major) || major < 18)
            {
                return $"Node 18 or newer is needed for the vendors' own clients; this is {version.Output.Trim()}.";
            }

            if (File.Exists(done))
            {
                return null;
            }

            var install = await StartAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], InstallTimeout);
            if (install.ExitCode != 0)
            {
                return $"The vendors' own clients could not be installed: {install.Errors.Trim()}";
            }

            await File.WriteAllTextAsync(done, "");
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "No node or npm on this machine. Install Node 18 or newer to run the vendors' own clients.";
        }
        catch (OperationCanceledException)
        {
            return $"The vendors' own clients could not be installed within {InstallTimeout}.";
        }
    }

    private async Task<(int ExitCode, string Output, string Errors)> StartAsync(
        string program, IEnumerable<string> arguments, TimeSpan timeout, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
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
