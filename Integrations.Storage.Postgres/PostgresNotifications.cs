using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integrations.Storage.Postgres;

/// <summary>LISTEN and NOTIFY (https://www.postgresql.org/docs/current/sql-notify.html).</summary>
internal sealed class PostgresNotifications : IDatabaseNotifications
{
    public Task NotifyAsync(IntegrationsDbContext db, string topic, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_notify({topic}, '')", cancellationToken);

    public async Task<IDatabaseListener> ListenAsync(IntegrationsDbContext db, string topic, TimeSpan keepAlive, Action onHeard, CancellationToken cancellationToken)
    {
        // Its own for good: a pooled one would forget that it listens.
        var settings = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false, KeepAlive = (int)keepAlive.TotalSeconds };
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            connection.Notification += (_, _) => onHeard();
            await connection.OpenAsync(cancellationToken);
            await using var listen = connection.CreateCommand();
#pragma warning disable CA2100 // LISTEN takes no parameter; the topic is a constant of the program's, quoted.
            listen.CommandText = $"LISTEN \"{topic}\"";
#pragma warning restore CA2100
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return new Listener(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Listener(NpgsqlConnection connection) : IDatabaseListener
    {
        public Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => connection.WaitAsync(time, cancellationToken);

        public ValueTask DisposeAsync() => connection.DisposeAsync();

        public void Dispose() => connection.Dispose();
    }
}
