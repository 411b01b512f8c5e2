using Integrations.Core.Storage;

namespace Integrations.Storage.Sqlite;

/// <summary>
/// A file beside the database on which every process of the hub holds a shared lock from before its first claim to its end. Anyone who
/// gets that lock for itself alone knows that no other process is there: the system drops a dead process's locks.
/// </summary>
internal static class RunningFile
{
    private const string Suffix = ".running";

    /// <summary>A lock that says that no process of the hub is there; null while one is. Held, it keeps one that starts waiting.</summary>
    public static FileStream? TryHoldAlone(string databaseFile) => TryOpen(databaseFile, FileShare.None);

    /// <summary>This process's own lock; null while another holds it alone.</summary>
    public static FileStream? TryHold(string databaseFile) => TryOpen(databaseFile, FileShare.ReadWrite);

    private static FileStream? TryOpen(string databaseFile, FileShare share)
    {
        try
        {
            return new FileStream(databaseFile + Suffix, OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
