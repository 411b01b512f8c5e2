using System.Data.Common;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Integrations.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Infrastructure;

/// <summary>Keeps the statements that are run on one database, and asks that database how it does each of them.</summary>
internal sealed partial class RecordedPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    /// <summary>An index that has nothing but what waits may be read from end to end.</summary>
    private const string OfWhatWaits = "INDEX IX_WebhookDeliveries_EndpointId_DueAt";

    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly string _database;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Dictionary<string, IReadOnlyList<DbParameter>> _statements = new(StringComparer.Ordinal);

    private RecordedPlans(IDbContextFactory<IntegrationsDbContext> contexts, string database)
    {
        (_contexts, _database) = (contexts, database);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Of a hub's own database, from here on.</summary>
    public static async Task<RecordedPlans> OfAsync(IServiceProvider hub)
    {
        var contexts = hub.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        return new RecordedPlans(contexts, NameOf(db.Database.GetDbConnection()));
    }

    /// <summary>Names of indexes that the statements are done with.</summary>
    public async Task<IReadOnlyList<string>> IndexesAsync()
    {
        var plans = await PlansAsync();
        return [.. plans.SelectMany(p => p.Plan).SelectMany(step => IndexName().Matches(step)).Select(name => name.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Steps that read all rows of a table, or all of a state, each with its statement; also which tables were read at all.</summary>
    /// <param name="tables">Those that grow.</param>
    public async Task<(IReadOnlyList<string> Walks, IReadOnlySet<string> Read)> LookAsync(IReadOnlySet<string> tables)
    {
        var (walks, read) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (text, plan, isSqlite) in await PlansAsync())
        {
            var names = Alias().Matches(text).ToLookup(m => m.Groups["alias"].Value, m => m.Groups["table"].Value, StringComparer.Ordinal);
            read.UnionWith(names.SelectMany(n => n));
            walks.AddRange((isSqlite ? OfSqlite(plan, names) : OfPostgres(plan)).Where(w => tables.Contains(w.Table)).Select(w => $"{w.Table}: {w.Step}\n{text}"));
        }

        return (walks, read);
    }

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
        if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData { Command: { Connection: { } connection } command } && NameOf(connection) == _database)
        {
            var parameters = command.Parameters.Cast<DbParameter>().Select(Copy).ToList();
            lock (_statements)
            {
                _statements.TryAdd(command.CommandText, parameters);
            }
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private static DbParameter Copy(DbParameter parameter) => parameter is ICloneable known ? (DbParameter)known.Clone() : new SqliteParameter(parameter.ParameterName, parameter.Value);

    private static string NameOf(DbConnection connection) => $"{connection.DataSource} {connection.Database}";

    private async Task<List<(string Text, List<string> Plan, bool IsSqlite)>> PlansAsync()
    {
        Dictionary<string, IReadOnlyList<DbParameter>> statements;
        lock (_statements)
        {
            statements = new(_statements, StringComparer.Ordinal);
        }

        await using var db = await _contexts.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var isSqlite = db.Database.IsSqlite();
        if (!isSqlite)
        {
            // A few rows are read fastest one after the other; asked without that, it says whether an index would do.
            await db.Database.ExecuteSqlAsync($"SET enable_seqscan = off");
        }

        var plans = new List<(string, List<string>, bool)>();
        foreach (var (text, parameters) in statements.Where(s => Explained().IsMatch(s.Key) && !Nothing().IsMatch(s.Key)))
        {
            plans.Add((text, await ExplainAsync(db, text, parameters, isSqlite), isSqlite));
        }

        if (!isSqlite)
        {
            // The connection goes back to the pool as it is.
            await db.Database.ExecuteSqlAsync($"RESET enable_seqscan");
        }

        return plans;
    }

    private static async Task<List<string>> ExplainAsync(IntegrationsDbContext db, string text, IReadOnlyList<DbParameter> parameters, bool isSqlite)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = isSqlite ? $"EXPLAIN QUERY PLAN {text}" : $"EXPLAIN {text}";
        command.Parameters.AddRange(parameters.Select(Copy).ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(isSqlite ? 3 : 0));
        }

        return plan;
    }

    /// <summary>An index that begins with a state finds one by its state alone: that is as many as there are.</summary>
    private static IEnumerable<(string Table, string Step)> OfSqlite(List<string> plan, ILookup<string, string> names) =>
        from step in plan
        let match = SqliteStep().Match(step)
        where match.Success && (match.Groups["how"].Value == "SCAN" || OnlyState().IsMatch(step)) && !step.EndsWith(OfWhatWaits, StringComparison.Ordinal)
        from table in names[match.Groups["alias"].Value].Append(match.Groups["alias"].Value)
        select (table, step);

    private static IEnumerable<(string Table, string Step)> OfPostgres(List<string> plan)
    {
        for (var i = 0; i < plan.Count; i++)
        {
            var scan = PostgresStep().Match(plan[i]);
            if (scan.Success && !plan[i].Contains("IX_WebhookDeliveries_EndpointId_DueAt", StringComparison.Ordinal) && (scan.Groups["seq"].Success || i + 1 == plan.Count || !plan[i + 1].Contains("Index Cond:", StringComparison.Ordinal)))
            {
                yield return (scan.Groups["table"].Value, plan[i].Trim());
            }
        }
    }

    /// <summary>What a loop that is off asks.</summary>
    [GeneratedRegex("""WHERE (0|FALSE)\b""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Nothing();

    [GeneratedRegex("""IX_\w+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex IndexName();

    [GeneratedRegex("""^\s*(SELECT|UPDATE|DELETE|WITH)\b""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Explained();

    [GeneratedRegex("""\"(?<table>[A-Za-z]+)\" AS \"?(?<alias>[a-z0-9]+)\"?""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Alias();

    [GeneratedRegex("""^(?<how>SCAN|SEARCH) (?<alias>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SqliteStep();

    [GeneratedRegex("""\(Status=\?\)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OnlyState();

    [GeneratedRegex("""((?<seq>Seq Scan)|Index (Only )?Scan (Backward )?using \S+) on "?(?<table>\w+)"?""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PostgresStep();
}
