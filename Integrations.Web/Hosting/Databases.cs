using Integrations.Core.Storage;
using Integrations.Storage.Postgres;
using Integrations.Storage.Sqlite;

namespace Integrations.Web.Hosting;

/// <summary>The kinds of database that this program is built with.</summary>
internal static class Databases
{
    private static readonly IDatabaseDialect[] All = [SqliteDialect.Instance, PostgresDialect.Instance];

    public static DatabaseChoice Choose(IConfiguration configuration, IHostEnvironment environment) => new(configuration, environment.ContentRootPath, All);

    /// <summary>For places that know no hub, such as the log's formatters: whichever database it came from, it cannot do it now.</summary>
    public static bool IsUnavailable(Exception exception) => Array.TrueForAll(All, dialect => dialect.IsUnavailable(exception));
}
