using System.Diagnostics;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Supply;

/// <summary>On a machine whose node is older than the packages of the tests, a newer one is taken from npm.</summary>
public sealed class NewerNodeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("v18.20.4", true)]
    [InlineData("v20.0.0", false)]
    [InlineData("v24.1.0", false)]
    public async Task NodeThatIsTooOld_IsReplaced_AndNoOther(string installed, bool isReplaced)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Its packages are for Linux.");
        var (which, found) = await RunAsync("command -v node && command -v npm", Environment.GetEnvironmentVariable("PATH")!);
        Assert.SkipUnless(which == 0, "No node or npm on this machine.");
        var real = found.Split('\n')[0];
        var folder = Directory.CreateTempSubdirectory("old-node-").FullName;
        try
        {
            // Says that it is of another release, and is the installed one for all else.
            var fake = Path.Combine(folder, "node");
            await File.WriteAllTextAsync(fake, $"#!/bin/sh\n[ \"$1\" = --version ] && {{ echo {installed}; exit 0; }}\nexec \"{real}\" \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var path = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";

            var (code, printed) = await RunAsync("scripts/newer-node", path);
            if (code != 0 && Environment.GetEnvironmentVariable("VENDOR_CLIENTS") != "required")
            {
                Assert.Skip($"No registry: {printed}");
            }

            Assert.True(code == 0, printed);
            var (_, versions) = await RunAsync("node --version && npm --version", printed + path);
            var node = versions.Split('\n')[0];
            Assert.Equal(isReplaced, printed.Length > 0);
            Assert.Equal(isReplaced, node != installed);
            Assert.True(Version.Parse(node.TrimStart('v')).Major >= 20, node);
            Assert.Matches("^[0-9]+[.][0-9]+[.][0-9]+$", versions.Split('\n')[1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string command, string path)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = Repository.Root(), RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, process.ExitCode == 0 ? output.Trim('\n') : await errors);
    }
}
