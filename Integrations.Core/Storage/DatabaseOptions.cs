using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Storage;

/// <summary>Which database. The address is <c>ConnectionStrings:Integrations</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Where the settings stand: <c>Database:{name}</c>.</summary>
    public const string Section = "Database";

    /// <summary>The name under <c>ConnectionStrings</c>.</summary>
    public const string ConnectionStringName = "Integrations";

    /// <summary>SQLite unless the settings say otherwise; it is never changed for a hub that has data, but by moving that.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>How long a statement may take (SECURITY V5); migrations, retention and seeding have longer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(CommandLimits.Seconds);

    /// <summary>
    /// The folder for copies of the database from before migrations; <c>none</c> takes none. Default:
    /// <c>upgrade-backups</c> beside SQLite's file, or where it would be.
    /// </summary>
    public string? UpgradeBackups { get; set; }

    /// <summary>Nodes on one PostgreSQL tell each other of new events by NOTIFY; without it they poll each second all the same.</summary>
    public bool Hints { get; set; } = true;
}
