using System.Diagnostics;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>The sandbox's own program in a process of its own, on a free port of this machine.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;

    private SandboxProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<SandboxProcess> StartAsync(params string[] settings)
    {
        var process = Process.Start(Start([.. settings, "--urls=http://127.0.0.1:0"]))!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        // "Vendor sandbox: http://127.0.0.1:41234/sandbox", once it listens.
        string? said;
        do
        {
            said = await process.StandardOutput.ReadLineAsync();
        }
        while (said is not null && !said.StartsWith("Vendor sandbox: ", StringComparison.Ordinal));
        if (said is null)
        {
            await process.WaitForExitAsync();
            throw new InvalidOperationException($"The sandbox ended with {process.ExitCode} before it listened.");
        }

        // Read and dropped: a full pipe would stop it.
        _ = process.StandardOutput.ReadToEndAsync();
        return new SandboxProcess(process, new Uri(new Uri(said[said.IndexOf("http", StringComparison.Ordinal)..]).GetLeftPart(UriPartial.Authority)));
    }

    /// <summary>Built beside the tests, because they refer to it.</summary>
    public static ProcessStartInfo Start(params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Integrations.Sandbox.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
