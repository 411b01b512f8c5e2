using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Primitives;

namespace Integrations.Core.Storage.Backup;

/// <summary>One zip file: the database's copy, the manifest, and the key file where it was asked for. Readable by its owner only.</summary>
internal static class BackupArchive
{
    public const string KeyFile = "keyring.key";

    private const long LargestManifest = 1024 * 1024;

    /// <summary>SHA-256 in hexadecimal, as the archive's comment: a zip ends with it, so it covers every byte before.</summary>
    private const int SealLength = 64;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes beside the target first, so that a backup that fails leaves no half archive under its name.</summary>
    public static async Task WriteAsync(string path, BackupManifest manifest, IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken)
    {
        var unfinished = path + ".unfinished";
        var listed = new List<BackupFile>();
        try
        {
            await using (var target = new FileStream(unfinished, OwnerOnly(FileMode.Create)))
            {
                await using (var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
                {
                    zip.Comment = new string('0', SealLength);
                    foreach (var (name, source) in files)
                    {
                        listed.Add(await AddAsync(zip, name, source, cancellationToken));
                    }

                    await using var entry = await zip.CreateEntry(BackupManifest.FileName).OpenAsync(cancellationToken);
                    await JsonSerializer.SerializeAsync(entry, manifest with { Files = listed }, Readable, cancellationToken);
                }

                await SealAsync(target, cancellationToken);
                target.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Takes the archive apart into a folder and checks every byte; a failure says what is wrong with it.</summary>
    public static async Task<Result<BackupManifest>> ExtractAsync(string path, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using var zip = await ZipArchive.CreateAsync(source, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            // Archives made before there were seals have no comment, and are checked file by file alone.
            if (zip.Comment.Length > 0 && zip.Comment != await SealOfAsync(source, cancellationToken))
            {
                return BackupFailures.Damaged("it is not as it was written");
            }

            if (await ManifestAsync(zip, cancellationToken) is not { } manifest)
            {
                return BackupFailures.Damaged("it has no readable manifest");
            }

            if (manifest.Format != BackupManifest.CurrentFormat)
            {
                return BackupFailures.Newer($"format {manifest.Format}");
            }

            foreach (var file in manifest.Files)
            {
                if (await ExtractAsync(zip, file, folder, cancellationToken) is { } wrong)
                {
                    return BackupFailures.Damaged(wrong);
                }
            }

            return manifest;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or JsonException or EndOfStreamException or NotSupportedException)
        {
            return BackupFailures.Damaged("it cannot be read to its end");
        }
    }

    /// <summary>Writes what the archive's bytes amount to over the end of its comment. Call it when nothing else will be written.</summary>
    internal static async Task SealAsync(Stream archive, CancellationToken cancellationToken)
    {
        var seal = await SealOfAsync(archive, cancellationToken);
        archive.Position = archive.Length - SealLength;
        await archive.WriteAsync(Encoding.ASCII.GetBytes(seal), cancellationToken);
    }

    private static async Task<string> SealOfAsync(Stream archive, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        archive.Position = 0;
        for (var left = archive.Length - SealLength; left > 0;)
        {
            var read = await archive.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            hash.AppendData(buffer.AsSpan(0, read));
            left -= read;
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task<BackupManifest?> ManifestAsync(ZipArchive zip, CancellationToken cancellationToken)
    {
        if (zip.GetEntry(BackupManifest.FileName) is not { Length: < LargestManifest } entry)
        {
            return null;
        }

        await using var text = await entry.OpenAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync<BackupManifest>(text, Readable, cancellationToken);
    }

    private static async Task<string?> ExtractAsync(ZipArchive zip, BackupFile file, string folder, CancellationToken cancellationToken)
    {
        // A name is never a path: the archive may come from anywhere.
        if (file.Name != Path.GetFileName(file.Name) || zip.GetEntry(file.Name) is not { } entry)
        {
            return $"{file.Name} is missing";
        }

        if (entry.Length != file.Bytes)
        {
            return $"{file.Name} has another length than the manifest says";
        }

        await using var target = new FileStream(Path.Combine(folder, file.Name), OwnerOnly(FileMode.CreateNew));
        await using (var bytes = await entry.OpenAsync(cancellationToken))
        {
            await bytes.CopyToAsync(target, cancellationToken);
        }

        target.Flush(flushToDisk: true);
        target.Position = 0;
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(target, cancellationToken));
        return hash == file.Sha256 ? null : $"{file.Name} does not have the checksum that the manifest says";
    }

    private static async Task<BackupFile> AddAsync(ZipArchive zip, string name, string source, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(file, cancellationToken));
        file.Position = 0;
        await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await file.CopyToAsync(entry, cancellationToken);
        return new BackupFile(name, file.Length, hash);
    }

    private static FileStreamOptions OwnerOnly(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
