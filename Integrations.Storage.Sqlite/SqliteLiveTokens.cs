using System.Collections.Concurrent;
using Integrations.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Integrations.Storage.Sqlite;

/// <summary>
/// Keeps a few connections open, each with the statement prepared: opening a pooled one and preparing the statement cost three times what the
/// answer itself does.
/// </summary>
/// <param name="connectionString">The hub's own.</param>
/// <param name="commandTimeout">So long it waits for a locked file, as the hub's other commands do (<c>Database:CommandTimeout</c>); whole seconds.</param>
internal sealed class SqliteLiveTokens(string connectionString, TimeSpan commandTimeout) : ILiveTokens, IDisposable
{
    private const int MostIdle = 8;

    private const string Question = """
        SELECT EXISTS (SELECT 1 FROM "ApiTokens" AS t WHERE t."Hash" = $hash AND t."RevokedAt" IS NULL AND (
            t."OrganizationId" IS NULL OR EXISTS (SELECT 1 FROM "Organizations" AS o WHERE o."Id" = t."OrganizationId" AND o."DisabledAt" IS NULL)))
        """;

    private readonly ConcurrentStack<SqliteCommand> _idle = new();
    private readonly string _address = AddressOf(connectionString, commandTimeout);
    private int _idleCount;
    private volatile bool _isDisposed;

    public ValueTask<bool> IsLiveAsync(string hash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var question = Take() ?? Prepare();
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
        // Seen before the last look below: what is laid back from now on is closed by the one that lays it back.
        Interlocked.MemoryBarrier();
        CloseIdle();
    }

    /// <summary>Where it connects: not one of the pool's, as it is handed out to no one else. The driver itself repeats what meets a lock until the time is over.</summary>
    internal static string AddressOf(string connectionString, TimeSpan commandTimeout) =>
        new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = (int)commandTimeout.TotalSeconds }.ToString();

    private SqliteCommand Prepare()
    {
        var connection = new SqliteConnection(_address);
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

    private SqliteCommand? Take()
    {
        if (!_idle.TryPop(out var question))
        {
            return null;
        }

        Interlocked.Decrement(ref _idleCount);
        return question;
    }

    private void Return(SqliteCommand question)
    {
        if (Interlocked.Increment(ref _idleCount) > MostIdle)
        {
            Interlocked.Decrement(ref _idleCount);
            Close(question);
            return;
        }

        _idle.Push(question);
        if (_isDisposed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        while (Take() is { } question)
        {
            Close(question);
        }
    }

    private static void Close(SqliteCommand question)
    {
        var connection = question.Connection;
        question.Dispose();
        connection?.Dispose();
    }
}
