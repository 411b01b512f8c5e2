using Integrations.Core.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Integrations.Core.Storage;

/// <summary>Whether the database's address can be used at all. Whether the database answers is not asked here.</summary>
public static class ConnectionStringCheck
{
    public const string Key = $"ConnectionStrings:{DatabaseOptions.ConnectionStringName}";

    private const string PostgresExample = "Write Host=…;Database=…;Username=…;Password=….";

    /// <returns>What is wrong with it; null when it can be used, or when the provider itself cannot be read.</returns>
    public static SettingProblem? Refuse(IConfiguration configuration, string contentRoot)
    {
        var given = configuration.GetConnectionString(DatabaseOptions.ConnectionStringName);
        var provider = configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"];
        if (string.IsNullOrWhiteSpace(provider) || provider.Equals(nameof(DatabaseProvider.Sqlite), StringComparison.OrdinalIgnoreCase))
        {
            return Sqlite(given, contentRoot) is { } wrong ? new SettingProblem(Key, wrong) : null;
        }

        return provider.Equals(nameof(DatabaseProvider.Postgres), StringComparison.OrdinalIgnoreCase) && Postgres(given) is { } refused ? new SettingProblem(Key, refused) : null;
    }

    private static string? Postgres(string? given)
    {
        if (string.IsNullOrWhiteSpace(given))
        {
            return $"is required when Database:Provider is Postgres. {PostgresExample}";
        }

        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(given).Host) ? $"names no host. {PostgresExample}" : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            return $"is no connection string of PostgreSQL ({FirstLine(unreadable)}). {PostgresExample}";
        }
    }

    private static string? Sqlite(string? given, string contentRoot)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(string.IsNullOrWhiteSpace(given) ? $"Data Source={StorageRegistration.DefaultSqliteFile}" : given);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            return $"is no connection string of SQLite ({FirstLine(unreadable)}). Write Data Source=/path/to/integrations.db, or set Database:Provider to Postgres if it is PostgreSQL's.";
        }

        if (builder.DataSource.Length == 0)
        {
            return "names no file. Write Data Source=/path/to/integrations.db.";
        }

        return builder.Mode == SqliteOpenMode.Memory || builder.DataSource == ":memory:" ? null : Place(Path.GetFullPath(builder.DataSource, contentRoot));
    }

    private static string? Place(string file)
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

    // The driver's own words name the keyword, and values only in what it wraps.
    private static string FirstLine(Exception exception) => exception.Message.Split('\n', 2)[0].TrimEnd('\r', '.');
}
