using System.Data;
using System.Data.Common;
using Integrations.Core;
using Integrations.Core.Storage;
using Integrations.Storage.Sqlite;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Storage;

/// <summary>Connections and statements that are kept answer as fresh ones do.</summary>
public sealed class KeptConnectionTests : IDisposable
{
    private const string ById = "SELECT Name FROM Things WHERE Id = $id";

    private readonly string _folder = Directory.CreateTempSubdirectory("hub-kept-").FullName;
    private readonly MovableClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly KeptConnection _connection;

    public KeptConnectionTests()
    {
        _connection = new KeptConnection(Address, commandSeconds: 1, _clock);
        Execute("PRAGMA journal_mode=WAL");
        Execute("CREATE TABLE Things (Id INTEGER PRIMARY KEY, Name TEXT)");
        Execute("INSERT INTO Things VALUES (1, 'one'), (2, 'two'), (3, 'three')");
    }

    private string Address => new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "hub.db"), Pooling = false }.ToString();

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Statement_AskedAgain_IsTheSame_WithNothingLeftOfTheFirst()
    {
        Assert.Equal("one", NameOf(1));
        var first = _connection.Take(ById);
        _connection.Keep(first);

        Assert.Equal("two", NameOf(2));
        Assert.Null(NameOf(9));
        var second = _connection.Take(ById);

        Assert.Same(first, second);
        Assert.Empty(second.Parameters);
        // A value that is missing is no value of before.
        using var without = Ask(ById);
        Assert.Throws<InvalidOperationException>(() => without.ExecuteScalar());
    }

    [Fact]
    public void TwoReaders_OfTheSameText_AtOnce_EachReadTheirOwn()
    {
        using var outer = Ask("SELECT Id FROM Things ORDER BY Id");
        using var outerReader = outer.ExecuteReader();
        var seen = new List<string>();
        while (outerReader.Read())
        {
            using var inner = Ask("SELECT Id FROM Things ORDER BY Id");
            using var innerReader = inner.ExecuteReader();
            Assert.True(innerReader.Read());
            seen.Add($"{outerReader.GetInt32(0)} {innerReader.GetInt32(0)}");
        }

        Assert.Equal(["1 1", "2 1", "3 1"], seen);
    }

    [Fact]
    public void Failure_LeavesNothingBehind()
    {
        Execute("INSERT INTO Things VALUES (4, 'four')");
        Assert.Equal(19, Assert.Throws<SqliteException>(() => Execute("INSERT INTO Things VALUES (4, 'four')")).SqliteErrorCode);
        Execute("DELETE FROM Things WHERE Id = 4");

        Execute("INSERT INTO Things VALUES (4, 'four')");

        Assert.Equal("four", NameOf(4));
    }

    [Fact]
    public void ReaderThatWasLeftInTheMiddle_HoldsNoOneUp()
    {
        using (var command = Ask("SELECT Id FROM Things"))
        using (var reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
        }

        using var other = new SqliteConnection(Address);
        other.Open();
        using var checkpoint = other.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var answer = checkpoint.ExecuteReader();

        Assert.True(answer.Read());
        // The first column says whether someone was in the way.
        Assert.Equal(0, answer.GetInt32(0));
    }

    [Fact]
    public void TableThatAnotherConnectionChanges_IsReadAsItIs()
    {
        Assert.Equal(2, Columns());
        using (var other = new SqliteConnection(Address))
        {
            other.Open();
            using var change = other.CreateCommand();
            change.CommandText = "ALTER TABLE Things ADD COLUMN Size INTEGER; CREATE INDEX ByName ON Things (Name)";
            change.ExecuteNonQuery();
        }

        Assert.Equal(3, Columns());

        int Columns()
        {
            using var command = Ask("SELECT * FROM Things");
            using var reader = command.ExecuteReader();
            return reader.FieldCount;
        }
    }

    [Fact]
    public void Closing_KeepsItOpen_UntilItsLifetimeIsOver()
    {
        _connection.Close();
        Assert.Equal(ConnectionState.Open, _connection.State);
        Assert.True(_connection.Statements > 0);

        _clock.Advance(KeptConnection.Lifetime);
        _connection.Close();

        Assert.Equal((ConnectionState.Closed, 0), (_connection.State, _connection.Statements));
        Assert.Equal("one", NameOf(1));
    }

    [Fact]
    public void Closing_InsideOfATransaction_TakesItBack()
    {
        var transaction = _connection.BeginTransaction();
        using (var command = Ask("UPDATE Things SET Name = 'changed' WHERE Id = 1"))
        {
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }

        _connection.Close();

        Assert.Equal(ConnectionState.Closed, _connection.State);
        Assert.Equal("one", NameOf(1));
    }

    [Fact]
    public void OldestStatements_GoWhenThereAreTooMany()
    {
        NameOf(1);
        var first = _connection.Take(ById);
        _connection.Keep(first);

        for (var i = 0; i < KeptConnection.MostStatements; i++)
        {
            Execute($"SELECT {i}");
        }

        Assert.Equal(KeptConnection.MostStatements, _connection.Statements);
        Assert.NotSame(first, _connection.Take(ById));
        Assert.Equal("two", NameOf(2));
    }

    [Fact]
    public void StatementWithALargeValue_IsNotKept_NorOneWhoseReaderWasLeftOpen()
    {
        using (var large = Ask("SELECT length($text)"))
        {
            var text = large.CreateParameter();
            (text.ParameterName, text.Value) = ("$text", new string('x', 20_000));
            large.Parameters.Add(text);
            Assert.Equal(20_000L, large.ExecuteScalar());
        }

        var before = _connection.Statements;
        var left = Ask("SELECT Id FROM Things");
        var reader = left.ExecuteReader();
        Assert.True(reader.Read());
        left.Dispose();

        Assert.Equal(before, _connection.Statements);
        using var again = Ask("SELECT Id FROM Things");
        Assert.Equal(1L, again.ExecuteScalar());
    }

    [Fact]
    public void Parameters_AndTimeout_StayWhenTheTextChanges_AsTheDriversDo()
    {
        using var command = Ask(ById);
        command.CommandTimeout = 17;
        var id = command.CreateParameter();
        (id.ParameterName, id.Value) = ("$id", 3);
        command.Parameters.Add(id);
        Assert.Equal("three", command.ExecuteScalar());

        command.CommandText = "SELECT Id FROM Things WHERE Id = $id";

        Assert.Equal(3L, command.ExecuteScalar());
        Assert.Equal(17, command.CommandTimeout);
        using var next = Ask(ById);
        Assert.Equal((0, 1), (next.Parameters.Count, next.CommandTimeout));
    }

    [Fact]
    public async Task LookForADatabaseThatIsNotThere_MakesNone()
    {
        var file = Path.Combine(_folder, "none.db");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = "Sqlite",
            ["ConnectionStrings:Integrations"] = $"Data Source={file}",
        }).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddIntegrationsCore(configuration, _folder, KnownDatabases.Choose(configuration, _folder)).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

        Assert.False(await db.Database.CanConnectAsync());

        Assert.False(File.Exists(file));
    }

    private object? NameOf(int id)
    {
        using var command = Ask(ById);
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("$id", id);
        command.Parameters.Add(parameter);
        return command.ExecuteScalar();
    }

    private void Execute(string text)
    {
        using var command = Ask(text);
        command.ExecuteNonQuery();
    }

    /// <summary>As EF Core makes one: by the base class.</summary>
    private DbCommand Ask(string text)
    {
        if (_connection.State != ConnectionState.Open)
        {
            _connection.Open();
        }

        var command = ((DbConnection)_connection).CreateCommand();
        command.CommandText = text;
        return command;
    }
}
