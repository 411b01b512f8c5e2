using Integrations.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Integrations.Storage.Sqlite;

internal sealed class SqliteAddress : IDatabaseAddress
{
    private const string InMemory = ":memory:";

    public string? Refuse(string? given, string contentRoot)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(OrDefault(given));
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            // The driver's own words name the keyword, and values only in what it wraps.
            return $"is no connection string of SQLite ({unreadable.Message.Split('\n', 2)[0].TrimEnd('\r', '.')}). Write Data Source=/path/to/integrations.db, or set Database:Provider to Postgres if it is PostgreSQL's.";
        }

        if (builder.DataSource.Length == 0)
        {
            return "names no file. Write Data Source=/path/to/integrations.db.";
        }

        return IsInMemory(builder) ? null : RefusePlace(Path.GetFullPath(builder.DataSource, contentRoot));
    }

    public string Complete(string? given, string contentRoot)
    {
        var builder = new SqliteConnectionStringBuilder(OrDefault(given));
        if (!IsInMemory(builder))
        {
            builder.DataSource = Path.GetFullPath(builder.DataSource, contentRoot);
        }

        return builder.ToString();
    }

    public string? FileOf(string? connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) is { DataSource: { Length: > 0 } file } builder && !IsInMemory(builder) ? file : null;

    private static string OrDefault(string? given) => string.IsNullOrWhiteSpace(given) ? $"Data Source={DatabaseChoice.DefaultFile}" : given;

    private static bool IsInMemory(SqliteConnectionStringBuilder builder) => builder.Mode == SqliteOpenMode.Memory || builder.DataSource == InMemory;

    private static string? RefusePlace(string file)
    {
        if (Directory.Exists(file))
        {
            return $"names the folder {file}, and has to name a file in it.";
        }

        var folder = Path.GetDirectoryName(file)!;
        try
        {
            Directory.CreateDirectory(folder);
            // SQLite makes files of its own beside the database, so the folder itself has to be writable.
            using var trial = new FileStream(
                Path.Combine(folder, $".hub-{Guid.NewGuid():N}"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return null;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            // A disk that is full for now is no wrong setting: what is there can be read.
            return File.Exists(file) ? null : $"wants the database at {file}, where this program may not write. Give it the folder {folder}, or name another.";
        }
    }
}
