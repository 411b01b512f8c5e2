namespace Integrations.Core.Storage;

/// <summary>The kinds of database that the hub runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>One file beside the program: nothing to install.</summary>
    Sqlite,

    /// <summary>For several nodes.</summary>
    Postgres,
}
