using System.Data.Common;
using System.Diagnostics;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Infrastructure;

/// <summary>Counts the commands that are run on one database.</summary>
internal sealed class QueryCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _database;
    private readonly List<IDisposable> _subscriptions = [];
    private int _value;

    private QueryCount(string database)
    {
        _database = database;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Of a hub's own database.</summary>
    public static async Task<QueryCount> OfAsync(IServiceProvider hub)
    {
        await using var db = await hub.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return new QueryCount(NameOf(db.Database.GetDbConnection()));
    }

    public int Value => Volatile.Read(ref _value);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            lock (_subscriptions)
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuted.Name && value.Value is CommandExecutedEventData { Command.Connection: { } connection } && NameOf(connection) == _database)
        {
            Interlocked.Increment(ref _value);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static string NameOf(DbConnection connection) => $"{connection.DataSource} {connection.Database}";

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
