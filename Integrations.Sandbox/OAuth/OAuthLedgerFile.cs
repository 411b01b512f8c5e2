using System.Text.Json;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.OAuth;

/// <summary>What one authorization server has to remember when its process ends. Codes live for minutes and are not kept.</summary>
internal sealed record SavedLedger(IReadOnlyList<SavedConsent> Consents, IReadOnlyList<SavedToken> Tokens, IReadOnlyList<SavedCount> Counts);

internal sealed record SavedConsent(
    Guid Id, SandboxAccount Account, string ClientId, string Provider, IReadOnlyList<string> Scopes, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset GivenAt, int Earlier);

internal sealed record SavedToken(string Token, bool IsRefresh, Guid Consent, TokenTerms Terms, DateTimeOffset? ExpiresAt, bool Revoked);

/// <summary>How often a person has allowed a client.</summary>
internal sealed record SavedCount(string Email, string ClientId, int Times);

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
