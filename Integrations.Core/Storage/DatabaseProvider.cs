namespace Integrations.Core.Storage;

public enum DatabaseProvider
{
    /// <summary>One file beside the program: nothing to install.</summary>
    Sqlite,

    /// <summary>For several nodes.</summary>
    Postgres,
}
