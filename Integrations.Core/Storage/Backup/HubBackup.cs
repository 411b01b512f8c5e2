using System.Xml.Linq;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage.Backup;

/// <summary>
/// Copies a hub out and in (RELIABILITY D6). The key ring is in the database, encrypted with the master key; that key stays out
/// of archives unless it is asked for (SECURITY T2).
/// </summary>
/// <param name="place">Where the master key is kept.</param>
public sealed class HubBackup(IDbContextFactory<IntegrationsDbContext> contexts, IStoredCredentials credentials, KeyRingPlace place, IBackupLog log, TimeProvider clock)
{
    /// <summary>Writes an archive of the database as it is at one moment; the hub may run.</summary>
    public async Task<Result<BackupReport>> BackupAsync(string path, bool withKey, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            return BackupFailures.Exists(path);
        }

        if (withKey && place.File is null)
        {
            return BackupFailures.NoKeyFile;
        }

        var (copy, provider) = await CopyAsync(cancellationToken);
        var folder = TemporaryFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            var file = Path.Combine(folder.FullName, copy.FileName);
            if (!(await copy.SaveAsync(file, cancellationToken)).TryGet(out var contents, out var failure))
            {
                return failure;
            }

            var manifest = new BackupManifest
            {
                CreatedAt = clock.GetUtcNow(),
                ProgramVersion = ProductVersion.Full,
                Provider = provider.ToString(),
                Migrations = contents.Migrations,
                MasterKeys = MasterKeysOf(contents.KeyRing),
                Rows = contents.Rows,
                Files = [],
            };
            var files = new Dictionary<string, string>(StringComparer.Ordinal) { [copy.FileName] = file };
            if (withKey)
            {
                files[BackupArchive.KeyFile] = place.File!;
            }

            await BackupArchive.WriteAsync(path, manifest, files, cancellationToken);
            await log.BackedUpAsync($"{Path.GetFileName(path)}, {manifest.Rows.Values.Sum()} rows", cancellationToken);
            return new BackupReport(manifest, withKey, place.File);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Puts an archive in the place of the configured database. Everything is checked before anything is touched.
    /// </summary>
    /// <param name="path">The archive.</param>
    /// <param name="replace">Gives up a hub's data that is there; never that of a hub that runs.</param>
    public async Task<Result<BackupReport>> RestoreAsync(string path, bool replace, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return BackupFailures.Missing(path);
        }

        var (copy, provider) = await CopyAsync(cancellationToken);
        var folder = TemporaryFolder(Path.GetTempPath());
        try
        {
            if (!(await BackupArchive.ExtractAsync(path, folder.FullName, cancellationToken)).TryGet(out var manifest, out var damaged))
            {
                return damaged;
            }

            var file = Path.Combine(folder.FullName, copy.FileName);
            var key = Path.Combine(folder.FullName, BackupArchive.KeyFile);
            var holdsKey = File.Exists(key);
            if (await RefuseAsync(manifest, provider, copy, file, holdsKey, replace, cancellationToken) is { } refused)
            {
                return refused;
            }

            if (!(await copy.LoadAsync(file, cancellationToken)).TryGet(out var contents, out var failure))
            {
                return failure;
            }

            if (Differing(manifest, contents.Rows) is { Length: > 0 } wrong)
            {
                return Failure.Invalid("backup.counts_differ", $"The restored database has other row counts than the archive says: {wrong}. Do not start the hub on it.");
            }

            var putKey = holdsKey && place.File is not null && !IsOurs(manifest);
            if (putKey)
            {
                File.Move(key, place.File!, overwrite: true);
            }

            // A key that came along is read at the next start only.
            return new BackupReport(manifest, holdsKey, place.File) { Credentials = putKey ? null : await ReadableAsync(cancellationToken) };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Restores an archive into a scratch file, which is thrown away: the hub may run, and its database stays as it is. What came
    /// of it is remembered for the checklist.
    /// </summary>
    public async Task<Result<BackupReport>> RehearseAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return BackupFailures.Missing(path);
        }

        var (copy, provider) = await CopyAsync(cancellationToken);
        var folder = TemporaryFolder(Path.GetTempPath());
        try
        {
            var rehearsed = await RehearseAsync(path, folder.FullName, copy, provider, cancellationToken);
            await log.RehearsedAsync(
                rehearsed.IsSuccess,
                rehearsed.TryGet(out var report, out var failure)
                    ? $"{Path.GetFileName(path)} of {report.Manifest.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC was restored into a scratch file, with all of its {report.Manifest.Rows.Values.Sum()} rows."
                    : $"{Path.GetFileName(path)}: {failure.Message}",
                cancellationToken);
            return rehearsed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<Result<BackupReport>> RehearseAsync(string path, string folder, IDatabaseCopy copy, DatabaseProvider provider, CancellationToken cancellationToken)
    {
        if (!(await BackupArchive.ExtractAsync(path, folder, cancellationToken)).TryGet(out var manifest, out var damaged))
        {
            return damaged;
        }

        var file = Path.Combine(folder, copy.FileName);
        var holdsKey = File.Exists(Path.Combine(folder, BackupArchive.KeyFile));
        if (await RefuseArchiveAsync(manifest, provider, copy, file, holdsKey, cancellationToken) is { } refused)
        {
            return refused;
        }

        return !(await copy.RehearseAsync(file, cancellationToken)).TryGet(out var rows, out var failure) ? failure
            : Differing(manifest, rows) is { Length: > 0 } wrong ? BackupFailures.Damaged($"its restored tables have other row counts than it says: {wrong}")
            : new BackupReport(manifest, holdsKey, place.File);
    }

    private static string Differing(BackupManifest manifest, IReadOnlyDictionary<string, long> rows) =>
        string.Join(", ", manifest.Rows.Where(table => rows.GetValueOrDefault(table.Key, -1) != table.Value).Select(table => table.Key));

    private async Task<Failure?> RefuseAsync(
        BackupManifest manifest, DatabaseProvider provider, IDatabaseCopy copy, string file, bool holdsKey, bool replace, CancellationToken cancellationToken) =>
        await RefuseArchiveAsync(manifest, provider, copy, file, holdsKey, cancellationToken) ?? await copy.RefuseAsync(replace, cancellationToken);

    private async Task<Failure?> RefuseArchiveAsync(
        BackupManifest manifest, DatabaseProvider provider, IDatabaseCopy copy, string file, bool holdsKey, CancellationToken cancellationToken)
    {
        if (manifest.Provider != provider.ToString())
        {
            return BackupFailures.OtherDatabase(manifest.Provider);
        }

        if (manifest.Files.All(f => f.Name != copy.FileName))
        {
            return BackupFailures.Damaged("it holds no database");
        }

        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var known = new KnownMigrations(db.Database.GetMigrations());
            if (manifest.Migrations.FirstOrDefault(id => !known.Includes(id)) is { } unknown)
            {
                return BackupFailures.Newer($"the migration {unknown}");
            }
        }

        if (!IsOurs(manifest) && !(holdsKey && place.File is not null))
        {
            return BackupFailures.OtherKey(string.Join(", ", manifest.MasterKeys), place.MasterKeyId!);
        }

        return await copy.CheckAsync(file, cancellationToken);
    }

    /// <summary>A certificate tells no fingerprint of ours; what it cannot open is named at the next start.</summary>
    private bool IsOurs(BackupManifest manifest) => place.MasterKeyId is null || manifest.MasterKeys.All(id => id == place.MasterKeyId);

    private async Task<(int Readable, int Total)> ReadableAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await credentials.CountReadableAsync(db, cancellationToken);
    }

    private async Task<(IDatabaseCopy Copy, DatabaseProvider Provider)> CopyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (db.Dialect.CreateCopy(contexts), db.Dialect.Provider);
    }

    /// <summary>For the owner only: a database's copy is as secret as the database.</summary>
    private static DirectoryInfo TemporaryFolder(string parent)
    {
        var path = Path.Combine(parent, $".hub-backup-{Guid.NewGuid():N}");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static List<string> MasterKeysOf(IReadOnlyList<string> ring) =>
        [.. ring.SelectMany(xml => XElement.Parse(xml).Descendants("sealedKey").Attributes("masterKey").Select(id => id.Value)).Distinct(StringComparer.Ordinal)];
}
