namespace Integrations.Core.Storage;

/// <summary>Reads connection strings of one kind of database. Whether the database answers is not asked here.</summary>
public interface IDatabaseAddress
{
    /// <summary>Why it cannot be used, as the end of a sentence that begins with the key; null when it can.</summary>
    /// <param name="given">The connection string; null and blank where none is set.</param>
    /// <param name="contentRoot">Relative paths start here.</param>
    string? Refuse(string? given, string contentRoot);

    /// <summary>The connection string as the driver gets it: with a default where none is set, and with full paths.</summary>
    string Complete(string? given, string contentRoot);

    /// <summary>The database's file; null for a server and for what lives in memory.</summary>
    string? FileOf(string? connectionString);
}
