namespace Integrations.Sandbox.Dropbox;

internal sealed record DropboxEntry(string Id, bool IsFile)
{
    public required string Path { get; init; }

    public string PathLower => Path.ToLowerInvariant();

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public DateTimeOffset Modified { get; set; }

    public long Size { get; set; }

    public string ContentHash { get; set; } = "";

    public int Version { get; set; }

    public bool Deleted { get; set; }

    /// <summary>The key of its shared link; null while there is none.</summary>
    public string? LinkKey { get; set; }
}
