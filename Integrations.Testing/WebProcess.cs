using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Integrations.Testing;

/// <summary>The real web program in a process of its own, on loopback and a free port, with a database of its own.</summary>
internal sealed class WebProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly List<string> _said = [];

    private WebProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>From the start of the process to the first page served.</summary>
    public TimeSpan ServedAfter { get; private set; }

    public static string RepositoryRoot([CallerFilePath] string source = "") => Path.GetDirectoryName(Path.GetDirectoryName(source))!;

    /// <summary>The web program: the published one that <c>PUBLISHED_PROGRAM</c> names, or the one built in the same configuration as this one.</summary>
    public static string Program()
    {
        if (Environment.GetEnvironmentVariable("PUBLISHED_PROGRAM") is { Length: > 0 } published)
        {
            return published;
        }

        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(RepositoryRoot(), "Integrations.Web", "bin", configuration, "net10.0", "Integrations.Web.dll");
    }

    /// <summary>Starts it and waits until <paramref name="page"/> is served.</summary>
    /// <param name="arguments">After <c>dotnet</c>: the program, or <c>run</c> with a project.</param>
    /// <param name="settings">Configuration as environment variables.</param>
    /// <param name="ignoring">A signal that the process is to ignore, such as <c>XFSZ</c>; null for none.</param>
    public static async Task<WebProcess> StartAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings, string page, string? ignoring = null)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Free()}");
        var start = Arrange(arguments, settings, address, ignoring);
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var web = new WebProcess(process, address);
        process.OutputDataReceived += (_, line) => web.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => web.Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await web.WaitAsync(page, started);
        }
        catch
        {
            web.Dispose();
            throw;
        }

        return web;
    }

    /// <summary>Runs one that ends by itself, such as a verb or a start that is refused.</summary>
    /// <returns>Its exit code, and all that it said.</returns>
    public static async Task<(int Code, string Said)> RunToEndAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        using var process = Process.Start(Arrange(arguments, settings, new Uri($"http://127.0.0.1:{LoopbackPorts.Free()}"), ignoring: null))!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, string.Concat(said));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Memory that the process holds, as the system counts it.</summary>
    public double ResidentMegabytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / (1024.0 * 1024.0);
    }

    /// <summary><c>kill -9</c>: nothing in the process hears of it.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public async Task AskToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <returns>Its exit code; null while it has not ended within that time.</returns>
    public async Task<int?> EndedAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo Arrange(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings, Uri address, string? ignoring)
    {
        var start = new ProcessStartInfo(ignoring is null ? "dotnet" : "env", ignoring is null ? arguments : [$"--ignore-signal={ignoring}", "dotnet", .. arguments])
        {
            WorkingDirectory = Path.Combine(RepositoryRoot(), "Integrations.Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
            if (_said.Count > 40)
            {
                _said.RemoveAt(0);
            }
        }
    }

    private async Task WaitAsync(string page, long started)
    {
        using var http = new HttpClient { BaseAddress = Address };
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            if (_process.HasExited)
            {
                break;
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(page, UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    ServedAfter = Stopwatch.GetElapsedTime(started);
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(25);
        }

        lock (_said)
        {
            throw new InvalidOperationException($"The web program did not serve {page}:{Environment.NewLine}{string.Join(Environment.NewLine, _said)}");
        }
    }
}
