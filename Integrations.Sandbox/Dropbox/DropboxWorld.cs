using System.Security.Cryptography;
using System.Text;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Dropbox;

/// <summary>One account's files and folders.</summary>
internal sealed class DropboxWorld
{
    private const int HugeFiles = 10_000;
    private static readonly string[] Kinds = ["docx", "xlsx", "pdf", "pptx", "txt", "png"];

    /// <summary>Changes when the sandbox is reset: cursors of another epoch are gone.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Grows with every change; a cursor is a version.</summary>
    public int Version { get; private set; } = 1;

    public List<DropboxEntry> Entries { get; } = [];

    public DropboxEntry? Find(string path) => Entries.Find(entry => !entry.Deleted && (entry.Id == path || entry.Path.Equals(path, StringComparison.OrdinalIgnoreCase)));

    public DropboxEntry AddFolder(string path, DateTimeOffset now)
    {
        EnsureParents(path, now);
        return Add(new DropboxEntry(NewId(path), IsFile: false) { Path = path });
    }

    public DropboxEntry AddFile(string path, byte[] bytes, DateTimeOffset now)
    {
        EnsureParents(path, now);
        return Add(new DropboxEntry(NewId(path), IsFile: true) { Path = path, Modified = now, Size = bytes.Length, ContentHash = Hash(bytes) });
    }

    public void Overwrite(DropboxEntry entry, byte[] bytes, DateTimeOffset now)
    {
        (entry.Size, entry.ContentHash, entry.Modified) = (bytes.Length, Hash(bytes), now);
        entry.Version = ++Version;
    }

    public void Delete(DropboxEntry entry)
    {
        foreach (var inside in Entries.Where(e => e == entry || e.PathLower.StartsWith(entry.PathLower + "/", StringComparison.Ordinal)))
        {
            inside.Deleted = true;
            inside.Version = ++Version;
        }
    }

    public static string AccountId(SandboxAccount account) => "dbid:AA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("dropbox" + account.Email)))[..33];

    /// <summary>SHA-256 over the SHA-256s of 4 MiB blocks.</summary>
    public static string Hash(byte[] bytes) =>
        Convert.ToHexStringLower(SHA256.HashData([.. bytes.Chunk(4 * 1024 * 1024).SelectMany(block => SHA256.HashData(block))]));

    public static DropboxWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new DropboxWorld();
        if (account.Behaviour == SandboxBehaviour.Empty)
        {
            return world;
        }

        var random = SandboxSeed.For("dropbox", account);
        foreach (var (theme, index) in DemoThemes.All.Select((theme, index) => (theme, index)))
        {
            foreach (var kind in Kinds.Take(random.Between(2, 5)))
            {
                var name = new string([.. theme.Meeting.Where(c => c is not (':' or '/' or '?'))]);
                var file = world.AddFile($"/Projects/{theme.Area}/{name} {index + 1}.{kind}", Encoding.UTF8.GetBytes(theme.Text), now.AddHours(-random.Between(1, 2_400)));
                file.Size = random.Between(2_000, 4_000_000);
            }
        }

        foreach (var year in (int[])[now.Year - 1, now.Year])
        {
            world.AddFile($"/Finance/Budget {year}.xlsx", [1, 2, 3], now.AddDays(-year % 50)).Size = 72_120;
        }

        world.AddFolder("/Shared with Globex", now);
        for (var number = world.Entries.Count; account.Behaviour == SandboxBehaviour.Huge && number < HugeFiles; number++)
        {
            world.Add(new DropboxEntry(NewId($"/Archive/Report {number:00000}.pdf"), IsFile: true)
            {
                Path = $"/Archive/Report {number:00000}.pdf",
                Modified = now.AddMinutes(-number),
                Size = number,
                ContentHash = Hash([]),
            });
        }

        foreach (var entry in world.Entries)
        {
            entry.Version = 1;
        }

        world.Version = 1;
        return world;
    }

    private void EnsureParents(string path, DateTimeOffset now)
    {
        if (path.LastIndexOf('/') is > 0 and var slash && Find(path[..slash]) is null)
        {
            AddFolder(path[..slash], now);
        }
    }

    private DropboxEntry Add(DropboxEntry entry)
    {
        Entries.Add(entry);
        entry.Version = ++Version;
        return entry;
    }

    private static string NewId(string path) =>
        "id:" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..22].Replace('+', '-').Replace('/', '_');
}
