using System.Buffers.Text;
using System.Text.Json;

namespace Integrations.Sandbox.Dropbox;

/// <summary>What a cursor remembers.</summary>
/// <param name="Query">The words of a search; null for a listing.</param>
/// <param name="Version">Everything of earlier versions was told.</param>
/// <param name="After">Of this version, everything up to this id was told; null means all.</param>
/// <param name="FullRound">The first round lists what is there; later ones also tell what is gone.</param>
/// <param name="Skip">Matches of a search that were told.</param>
internal sealed record DropboxCursor(string Epoch, string Path, bool Recursive, int Limit, int Version, string? After, bool FullRound, string? Query = null, int Skip = 0)
{
    public bool IsNews(DropboxEntry entry) =>
        entry.Version > Version || (entry.Version == Version && After is not null && string.CompareOrdinal(entry.Id, After) > 0);

    public bool Covers(DropboxEntry entry) =>
        Path.Length == 0
            ? Recursive || entry.PathLower.LastIndexOf('/') == 0
            : entry.PathLower.StartsWith(Path + "/", StringComparison.Ordinal) && (Recursive || entry.PathLower.IndexOf('/', Path.Length + 1) < 0);

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    public static DropboxCursor? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<DropboxCursor>(Base64Url.DecodeFromChars(text));
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
