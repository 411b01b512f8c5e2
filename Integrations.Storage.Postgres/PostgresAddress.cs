using Integrations.Core.Storage;
using Npgsql;

namespace Integrations.Storage.Postgres;

internal sealed class PostgresAddress : IDatabaseAddress
{
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

    public string Complete(string? given, string contentRoot) => given ?? "";

    public string? FileOf(string? connectionString) => null;
}
