using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Integrations.Storage.Sqlite;

/// <summary>
/// A context's connection that stays open from one operation to the next and keeps the statements that it prepared: opening a connection and
/// preparing a statement cost several times what a small answer does.
/// </summary>
/// <remarks>
/// It closes at its first use after <see cref="Lifetime"/>, so that plans follow what SQLite learns of its tables. EF Core's functions for decimals and regular
/// expressions (<c>ef_compare</c>, <c>regexp</c> and others) are not on it: no column or query needs them, and one that did would fail at once.
/// </remarks>
internal sealed class KeptConnection : SqliteConnection
{
    /// <summary>The oldest goes when there are more.</summary>
    internal const int MostStatements = 64;

    /// <summary>How long one stays open at most.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>SQLite keeps the last values of a prepared statement; in characters or bytes.</summary>
    private const int LongestValue = 16 * 1024;

    private readonly TimeProvider _clock;
    private readonly OrderedDictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);
    private long _openedAt;
    private bool _isEnding;

    /// <param name="connectionString">The hub's own.</param>
    /// <param name="commandSeconds">So long a command waits for a locked file.</param>
    /// <param name="clock">For its lifetime.</param>
    public KeptConnection(string connectionString, int commandSeconds, TimeProvider clock)
        : base(connectionString) => (DefaultTimeout, _clock) = (commandSeconds, clock);

    /// <summary>How many statements are kept now.</summary>
    internal int Statements => _statements.Count;

    /// <inheritdoc/>
    public override void Open()
    {
        base.Open();
        _openedAt = _clock.GetTimestamp();
    }

    /// <summary>Leaves it open for the context's next operation, unless it has lived long enough or something is left of a transaction.</summary>
    public override void Close()
    {
        if (_isEnding || State != ConnectionState.Open || Transaction is not null || _clock.GetElapsedTime(_openedAt) >= Lifetime)
        {
            _statements.Clear();
            // It disposes the commands that were made on it.
            base.Close();
        }
    }

    /// <summary>A command with this text that no one else has: the one that was prepared before, where there is one.</summary>
    internal SqliteCommand Take(string text)
    {
        if (_statements.Remove(text, out var kept))
        {
            // As the driver's own begin.
            kept.Transaction = Transaction;
            return kept;
        }

        var made = CreateCommand();
        made.CommandText = text;
        return made;
    }

    /// <summary>Lays a command back whose reader, if it had one, is closed.</summary>
    internal void Keep(SqliteCommand command)
    {
        var isLarge = command.Parameters.Cast<SqliteParameter>().Any(parameter => parameter.Value is string { Length: > LongestValue } or byte[] { Length: > LongestValue });
        command.Parameters.Clear();
        command.Transaction = null;
        if (isLarge || State != ConnectionState.Open || !_statements.TryAdd(command.CommandText, command))
        {
            command.Dispose();
            return;
        }

        if (_statements.Count > MostStatements)
        {
            _statements.GetAt(0).Value.Dispose();
            _statements.RemoveAt(0);
        }
    }

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => new KeptCommand(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isEnding = true;
        base.Dispose(disposing);
    }
}
