using System.Data.Common;
using Integrations.Core.Storage;
using Npgsql;

namespace Integrations.Storage.Postgres;

internal sealed class PostgresAddress : IDatabaseAddress
{
    private const string AutoPrepare = "maxautoprepare";
    private const string NoReset = "noresetonclose";
    private const int MostPrepared = 64;
    private const string Example = "Write Host=…;Database=…;Username=…;Password=….";

    public string? Refuse(string? given, string contentRoot)
    {
        if (string.IsNullOrWhiteSpace(given))
        {
            return $"is required when Database:Provider is Postgres. {Example}";
        }

        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(given).Host) ? $"names no host. {Example}" : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            // The driver's own words name the keyword, and values only in what it wraps.
            return $"is no connection string of PostgreSQL ({unreadable.Message.Split('\n', 2)[0].TrimEnd('\r', '.')}). {Example}";
        }
    }

    /// <summary>
    /// Statements that come again are prepared, which spares the server reading and planning them anew. A connection is not reset each time that it is taken from
    /// the pool, which are seven statements before the first: the hub leaves nothing in a session (what listens or locks for longer has a connection of its own, or lets go).
    /// An operator who writes <c>Max Auto Prepare</c>, such as 0 for a pooler that cannot do that, or <c>No Reset On Close</c>, is left to it.
    /// </summary>
    public string Complete(string? given, string contentRoot)
    {
        if (string.IsNullOrWhiteSpace(given))
        {
            return given ?? "";
        }

        var completed = new NpgsqlConnectionStringBuilder(given);
        completed.MaxAutoPrepare = Mentions(given, AutoPrepare) ? completed.MaxAutoPrepare : MostPrepared;
        completed.NoResetOnClose = !Mentions(given, NoReset) || completed.NoResetOnClose;
        return completed.ToString();
    }

    public string? FileOf(string? connectionString) => null;

    private static bool Mentions(string given, string keyword) =>
        new DbConnectionStringBuilder { ConnectionString = given }.Keys.Cast<string>().Any(key => key.Replace(" ", "", StringComparison.Ordinal).Equals(keyword, StringComparison.OrdinalIgnoreCase));
}
