using System.Text.Json;

namespace Integrations.Sandbox.OAuth;

/// <summary>The file of one server, written whole at every change: it is small, and a person waits for none of it.</summary>
internal sealed class OAuthLedgerFile(string folder, string server)
{
    private readonly string _path = Path.Combine(folder, $"sandbox-{string.Concat(server.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))}.json");

    /// <returns>Null when there is none, or none that can be read: the sandbox then starts as after a reset.</returns>
    public SavedLedger? Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<SavedLedger>(File.ReadAllBytes(_path)) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Beside it first, then in its place: a process that ends in between leaves the former file whole.</summary>
    public void Write(SavedLedger ledger)
    {
        Directory.CreateDirectory(folder);
        var next = $"{_path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, ledger);
        }

        File.Move(next, _path, overwrite: true);
    }
}
