using Integrations.Core.Storage.Backup;

namespace Integrations.Tests.Storage;

public sealed class BackupArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-archive-").FullName;

    private string Archive => Path.Combine(_folder, "hub.backup");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact, Proves("D6")]
    public async Task AnyByteThatChanged_WhereverItIs_IsFoundOut()
    {
        var file = Path.Combine(_folder, "integrations.db");
        await File.WriteAllTextAsync(file, "all that there is");
        await BackupArchive.WriteAsync(Archive, Manifest(), new Dictionary<string, string>(StringComparer.Ordinal) { ["integrations.db"] = file }, CancellationToken.None);
        var whole = await File.ReadAllBytesAsync(Archive);
        Assert.Null((await ExtractAsync()).Failure);

        var accepted = new List<int>();
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x55;
            await File.WriteAllBytesAsync(Archive, changed);
            if ((await ExtractAsync()).Failure?.Code is not ("backup.damaged" or "backup.newer"))
            {
                accepted.Add(at);
            }
        }

        Assert.Empty(accepted);
    }

    private static BackupManifest Manifest() => new()
    {
        CreatedAt = DateTimeOffset.UnixEpoch,
        ProgramVersion = "1.0",
        Provider = "Sqlite",
        Migrations = [],
        MasterKeys = [],
        Rows = new Dictionary<string, long>(StringComparer.Ordinal),
        Files = [],
    };

    private async Task<Integrations.Primitives.Result<BackupManifest>> ExtractAsync()
    {
        var target = Directory.CreateTempSubdirectory("hub-extracted-").FullName;
        try
        {
            return await BackupArchive.ExtractAsync(Archive, target, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }
}
