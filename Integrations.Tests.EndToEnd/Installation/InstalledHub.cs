using System.Diagnostics;
using System.Globalization;
using Integrations.Testing;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>A hub that install.sh put below a scratch root, run by its own command <c>integrations</c>.</summary>
internal sealed class InstalledHub : IAsyncDisposable
{
    private InstalledHub(string root, Uri address) => (Root, Address) = (root, address);

    public string Root { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    public string Settings => Path.Combine(Root, "etc/integrations/integrations.env");

    public string Key => Path.Combine(Root, "etc/integrations/master.key");

    public string Backups => Path.Combine(Root, "var/backups/integrations");

    /// <summary>The program that runs next.</summary>
    public string Current => File.ResolveLinkTarget(Path.Combine(Root, "opt/integrations/current"), returnFinalTarget: true)!.FullName;

    private string Command => Path.Combine(Root, "usr/local/bin/integrations");

    /// <summary>An installation that is not started, so that a test can set it up.</summary>
    /// <param name="archive">The unpacked archive.</param>
    /// <param name="origin">What install.sh is told of it; null for none.</param>
    /// <param name="key">A master key from elsewhere; null makes one.</param>
    /// <param name="listen">Where it is to listen; null for a free port.</param>
    public static async Task<InstalledHub> PutAsync(InstallationArchive archive, Uri? origin, string? key = null, Uri? listen = null, params string[] settings)
    {
        var hub = Scratch(listen);
        if (key is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(hub.Key)!);
            await File.WriteAllTextAsync(hub.Key, key);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(hub.Key, UnixFileMode.UserRead);
            }
        }

        string[] told = origin is null ? [] : ["--origin", origin.GetLeftPart(UriPartial.Authority)];
        await hub.InstallAsync(archive.Folder, expected: 0, ["--no-start", "--listen", hub.Address.GetLeftPart(UriPartial.Authority), .. told]);
        await File.AppendAllLinesAsync(hub.Settings, settings);
        return hub;
    }

    /// <summary>A root with nothing in it, and an address that is free unless one is given.</summary>
    public static InstalledHub Scratch(Uri? listen = null) => new(Directory.CreateTempSubdirectory("hub-root-").FullName, listen ?? new Uri($"http://127.0.0.1:{LoopbackPorts.Free()}"));

    /// <summary>Runs an archive's install.sh on this root.</summary>
    /// <returns>What it said.</returns>
    public Task<string> InstallAsync(string archive, int expected = 0, params string[] options) =>
        InstallationArchive.RunAsync(Path.Combine(archive, "install.sh"), ["--root", Root, .. options], expected);

    /// <summary>The command <c>integrations</c>.</summary>
    public Task<string> RunAsync(params string[] arguments) => InstallationArchive.RunAsync(Command, arguments);

    public async Task StartAsync()
    {
        // Not through pipes of ours: the program would hold them open for as long as it runs.
        using var start = Process.Start(new ProcessStartInfo("sh", ["-c", "\"$0\" start >/dev/null 2>&1", Command]) { UseShellExecute = false })!;
        await start.WaitForExitAsync();
        await ReadyAsync();
    }

    /// <summary><c>kill -9</c>: nothing in it hears of it.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(Root, "run/integrations.pid")), CultureInfo.InvariantCulture));
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>The one-time address of the first run, as it stands in its file.</summary>
    public Uri SetupLink() => new(File.ReadAllText(Path.Combine(Root, "var/lib/integrations/setup-link")).Trim());

    /// <summary>Waits until it takes work; says what its log holds when it never does.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The installed hub did not come up:\n{await RunAsync("log", "60")}");
            }

            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Command))
        {
            await RunAsync("stop");
        }

        Directory.Delete(Root, recursive: true);
    }
}
