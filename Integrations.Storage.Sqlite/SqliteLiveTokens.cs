using System.Collections.Concurrent;
using Integrations.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Integrations.Storage.Sqlite;

/// <summary>
/// Keeps a few connections open, each with the statement prepared: opening a pooled one and preparing the statement cost three times what the
/// answer itself does.
/// </summary>
internal sealed class SqliteLiveTokens(string connectionString) : ILiveTokens, IDisposable
{
    private const int MostIdle = 8;

    private const string Question = """
        SELECT EXISTS (SELECT 1 FROM "ApiTokens" AS t WHERE t."Hash" = $hash AND t."RevokedAt" IS NULL AND (
            t."OrganizationId" IS NULL OR EXISTS (SELECT 1 FROM "Organizations" AS o WHERE o."Id" = t."OrganizationId" AND o."DisabledAt" IS NULL)))
        """;

    private readonly ConcurrentBag<SqliteCommand> _idle = [];
    private volatile bool _isDisposed;

    public ValueTask<bool> IsLiveAsync(string hash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var question = _idle.TryTake(out var idle) ? idle : Prepare();
        try
        {
            // SQLite's driver has no asynchronous work.
            question.Parameters[0].Value = hash;
            var isLive = (long)question.ExecuteScalar()! == 1;
            Return(question);
            return ValueTask.FromResult(isLive);
        }
        catch
        {
            Close(question);
            throw;
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var question))
        {
            Close(question);
        }
    }

    private SqliteCommand Prepare()
    {
        // Not one of the pool's: it is handed out to no one else.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        var question = connection.CreateCommand();
        try
        {
            connection.Open();
            question.CommandText = Question;
            question.Parameters.Add("$hash", SqliteType.Text);
            question.Prepare();
            return question;
        }
        catch
        {
            Close(question);
            throw;
        }
    }

    private void Return(SqliteCommand question)
    {
        if (_isDisposed || _idle.Count >= MostIdle)
        {
            Close(question);
        }
        else
        {
            _idle.Add(question);
        }
    }

    private static void Close(SqliteCommand question)
    {
        var connection = question.Connection;
        question.Dispose();
        connection?.Dispose();
    }
}
