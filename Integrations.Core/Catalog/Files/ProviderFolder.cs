using System.Globalization;
using Integrations.Connectors.Declarative;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Catalog.Files;

/// <summary>The operator's folder of provider files. Who can write there can change the program too: nothing is asked about what is found.</summary>
internal sealed class ProviderFolder(IOptions<ProviderFileOptions> options, string contentRoot)
{
    private const int MostFiles = 2_000;

    private readonly Dictionary<string, ProviderFile> _lastGood = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lastState = new(StringComparer.Ordinal);

    private string? Path => string.IsNullOrWhiteSpace(options.Value.Folder) ? null : System.IO.Path.Combine(contentRoot, options.Value.Folder);

    /// <summary>What tells two states of the folder apart: names, sizes and times. Empty where there is no folder.</summary>
    public string State() => string.Join('|', Files([]).Select(StateOf));

    /// <summary>Reads all of it, each with the file's name. A file that is wrong now and was good before stays as it was, and one that did not change is the same object as before.</summary>
    public IReadOnlyList<(string Name, ProviderFile File)> Read(ICollection<UnusableProviderFile> unusable)
    {
        if (Path is { } folder && !Directory.Exists(folder))
        {
            unusable.Add(new UnusableProviderFile(folder, "There is no such folder. Make it, or change ProviderFiles:Folder."));
        }

        var (found, seen) = (new List<(string, ProviderFile)>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var file in Files(unusable))
        {
            seen.Add(file.Name);
            var state = StateOf(file);
            if (_lastState.GetValueOrDefault(file.Name) != state)
            {
                if (ReadOne(file, out var reason) is { } read)
                {
                    (_lastGood[file.Name], _lastState[file.Name]) = (read, state);
                }
                else
                {
                    unusable.Add(new UnusableProviderFile(file.Name, reason));
                }
            }

            if (_lastGood.TryGetValue(file.Name, out var good))
            {
                found.Add((file.Name, good));
            }
        }

        foreach (var gone in _lastGood.Keys.Where(name => !seen.Contains(name)).ToList())
        {
            _lastGood.Remove(gone);
            _lastState.Remove(gone);
        }

        return found;
    }

    private static string StateOf(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}");

    private static ProviderFile? ReadOne(FileInfo file, out string reason)
    {
        try
        {
            if (file.Length > ProviderFileService.LargestFileInBytes)
            {
                reason = $"It is larger than {ProviderFileService.LargestFileInBytes / 1024} KB.";
                return null;
            }

            var read = ProviderFile.Read(File.ReadAllBytes(file.FullName), out var problems);
            reason = string.Join("; ", problems.Take(3));
            return read;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = exception.Message;
            return null;
        }
    }

    /// <summary>A folder that cannot be read stops nothing else.</summary>
    private IReadOnlyList<FileInfo> Files(ICollection<UnusableProviderFile> unusable)
    {
        try
        {
            return Path is { } folder && new DirectoryInfo(folder) is { Exists: true } there
                ? [.. there.EnumerateFiles("*.provider.json").OrderBy(file => file.Name, StringComparer.Ordinal).Take(MostFiles)]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            unusable.Add(new UnusableProviderFile(Path!, exception.Message));
            return [];
        }
    }
}
