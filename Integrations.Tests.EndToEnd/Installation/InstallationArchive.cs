using System.Diagnostics;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>
/// The archive that operators get, made once for all tests of installing: publishing takes minutes. <c>INSTALLATION_TESTS</c> says whether
/// they run: with <c>required</c>, what is missing fails them.
/// </summary>
public sealed class InstallationArchive : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-archive-").FullName;

    /// <summary>The archive, unpacked.</summary>
    public string Folder { get; private set; } = "";

    public string Version => File.ReadAllText(Path.Combine(Folder, "VERSION")).Trim();

    /// <summary>Bytes of the archive.</summary>
    public long Size { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!IsWanted)
        {
            return;
        }

        // A run may bring an archive that was made before it.
        var archive = Environment.GetEnvironmentVariable("INSTALLATION_ARCHIVE") is { Length: > 0 } given
            ? given
            : (await RunAsync(Path.Combine(Repository.Root(), "scripts", "package"), ["--output", _folder])).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Size = new FileInfo(archive).Length;
        await RunAsync("tar", ["--extract", "--directory", _folder, "--file", archive]);
        Folder = Directory.GetDirectories(_folder).Single();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Skips the test where installing is not tried in this run.</summary>
    public void OrSkip()
    {
        if (!IsWanted)
        {
            Assert.Skip("Tests of installing publish the program, which takes minutes. Set INSTALLATION_TESTS=required to run them.");
        }
    }

    /// <summary>A copy of the archive that claims another version; <paramref name="change"/> is told its folder.</summary>
    public string CopyAs(string version, Action<string>? change = null)
    {
        var copy = Path.Combine(_folder, $"copy-{version}");
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        File.WriteAllText(Path.Combine(copy, "VERSION"), version);
        change?.Invoke(copy);
        return copy;
    }

    internal static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, int expected = 0)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == expected, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{said[0]}\n{said[1]}");
        return said[0] + (expected == 0 ? "" : said[1]);
    }

    private static bool IsWanted => Environment.GetEnvironmentVariable("INSTALLATION_TESTS") == "required";
}
