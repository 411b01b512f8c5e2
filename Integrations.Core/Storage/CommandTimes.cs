using System.Data.Common;
using System.Diagnostics.Metrics;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integrations.Core.Storage;

/// <summary>How long statements take, under the standard name (RELIABILITY O1): SQLite's driver measures nothing itself.</summary>
internal sealed class CommandTimes(IDatabaseDialect dialect, IMeterFactory meters) : DbCommandInterceptor
{
    private static readonly string[] Operations = ["SELECT", "INSERT", "UPDATE", "DELETE"];

    private readonly Histogram<double> _duration = meters.Create(Telemetry.Name).CreateHistogram<double>("db.client.operation.duration", "s");

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result) => Record(command, eventData, result);

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Record(command, eventData, result));

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Record(command, eventData, result));

    public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Record(command, eventData, result));

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Record(command, eventData, eventData.Exception.GetType().Name);
        return Task.CompletedTask;
    }

    private T Record<T>(DbCommand command, CommandEndEventData ended, T result)
    {
        if (_duration.Enabled)
        {
            _duration.Record(
                ended.Duration.TotalSeconds, new("db.system.name", dialect.SystemName), new("db.operation.name", OperationOf(command.CommandText)), new("error.type", ended is CommandErrorEventData ? result : null));
        }

        return result;
    }

    /// <summary>The statement's first word, if it is one of four: the text itself is never a label.</summary>
    private static string OperationOf(string text) => Operations.FirstOrDefault(o => text.AsSpan().TrimStart().StartsWith(o, StringComparison.OrdinalIgnoreCase)) ?? "OTHER";
}
