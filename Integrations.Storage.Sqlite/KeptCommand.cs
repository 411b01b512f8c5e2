using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Integrations.Storage.Sqlite;

/// <summary>A command of a <see cref="KeptConnection"/>: the driver's, prepared for the same text before where it was asked, and laid back when this is disposed.</summary>
internal sealed class KeptCommand(KeptConnection connection) : DbCommand
{
    private SqliteCommand? _command;
    private DbDataReader? _reader;
    private bool _failed;

    /// <summary>Parameters stay when the text changes, as they do with the driver's own.</summary>
    [AllowNull]
    public override string CommandText
    {
        get => _command?.CommandText ?? "";
        set
        {
            var (former, next) = (_command, connection.Take(value ?? ""));
            if (former is not null)
            {
                (next.CommandTimeout, next.Transaction) = (former.CommandTimeout, former.Transaction);
                var parameters = former.Parameters.Cast<SqliteParameter>().ToList();
                former.Parameters.Clear();
                next.Parameters.AddRange(parameters);
            }
            else
            {
                next.CommandTimeout = connection.DefaultTimeout;
            }

            Release();
            _command = next;
        }
    }

    /// <inheritdoc/>
    public override int CommandTimeout
    {
        get => Command.CommandTimeout;
        set => Command.CommandTimeout = value;
    }

    /// <inheritdoc/>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set => Command.CommandType = value;
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("A command belongs to the connection that made it.");
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Command.Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => Command.Transaction;
        set => Command.Transaction = (SqliteTransaction?)value;
    }

    private SqliteCommand Command
    {
        get
        {
            if (_command is null)
            {
                CommandText = "";
            }

            return _command!;
        }
    }

    /// <inheritdoc/>
    public override void Cancel() => Command.Cancel();

    /// <inheritdoc/>
    public override int ExecuteNonQuery() => Run(static command => command.ExecuteNonQuery());

    /// <inheritdoc/>
    public override object? ExecuteScalar() => Run(static command => command.ExecuteScalar());

    /// <inheritdoc/>
    public override void Prepare() => Command.Prepare();

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => _reader = Run(command => command.ExecuteReader(behavior));

    /// <summary>SQLite's driver has no asynchronous work, and nothing that could be cancelled while it runs.</summary>
    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ExecuteDbDataReader(behavior));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
        }

        base.Dispose(disposing);
    }

    private T Run<T>(Func<SqliteCommand, T> run)
    {
        try
        {
            return run(Command);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    /// <summary>One that failed, or whose reader no one closed, may be left half done, and is not used again.</summary>
    private void Release()
    {
        if (_command is not { } command)
        {
            return;
        }

        _command = null;
        if (_failed || _reader is { IsClosed: false })
        {
            command.Dispose();
        }
        else
        {
            connection.Keep(command);
        }
    }
}
