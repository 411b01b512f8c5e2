using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Storage;

public enum DatabaseProvider
{
    /// <summary>One file beside the program: nothing to install.</summary>
    Sqlite,

    /// <summary>For several nodes.</summary>
    Postgres,
}

/// <summary>Which database. The address is <c>ConnectionStrings:Integrations</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string ConnectionStringName = "Integrations";

    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;
}
