using System.Runtime.Versioning;

namespace Integrations.Core.Storage;

/// <summary>Files that hold what no one else on the machine may read, whatever the process's umask says (SECURITY T2).</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static FileStreamOptions Options(FileMode mode, FileAccess access = FileAccess.ReadWrite, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate))
        {
            options.UnixCreateMode = Mine;
        }

        return options;
    }

    /// <summary>
    /// Before a database is opened: makes its file if it is not there, and takes others' rights from what is. SQLite gives its
    /// journals the rights of the file that they belong to (findCreateFileMode in its os_unix.c).
    /// </summary>
    public static void PrepareDatabase(string path, bool create)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (create && !File.Exists(path))
        {
            // Another process may have made it in the meantime, with the same rights.
            using var made = new FileStream(path, Options(FileMode.OpenOrCreate, share: FileShare.ReadWrite));
        }

        foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
        {
            Tighten(file);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Tighten(string path)
    {
        try
        {
            if ((File.GetUnixFileMode(path) & ~Mine) != UnixFileMode.None)
            {
                File.SetUnixFileMode(path, Mine);
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or FileNotFoundException)
        {
            // Another account's file is that account's to guard; a journal may be gone by now.
        }
    }
}
