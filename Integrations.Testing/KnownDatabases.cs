using Integrations.Core.Storage;
using Integrations.Storage.Postgres;
using Integrations.Storage.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Integrations.Testing;

/// <summary>The kinds of database that the web program is built with, for hubs without it.</summary>
internal static class KnownDatabases
{
    private static readonly IDatabaseDialect[] All = [SqliteDialect.Instance, PostgresDialect.Instance];

    public static DatabaseChoice Choose(IConfiguration configuration, string contentRoot) => new(configuration, contentRoot, All);
}
