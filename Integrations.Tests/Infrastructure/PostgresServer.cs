using Integrations.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(Integrations.Tests.Infrastructure.PostgresServer))]

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// A PostgreSQL server of the test run's own, started by the first test that needs it and gone afterwards. Where no server is
/// installed, that test is skipped, with the reason.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Template = "hub_template";

    private readonly Lazy<Task<PostgresProcess>> _server = new(() => Task.Run(() => PostgresProcess.StartAsync(isDurable: false)));
    private readonly Lazy<Task> _template;
    private readonly SemaphoreSlim _creating = new(1, 1);

    public PostgresServer()
    {
        _template = new Lazy<Task>(() => Task.Run(MigrateTemplateAsync));
        // Tests that stop a server bring their own.
        Current ??= this;
    }

    /// <summary>The run's one server; hubs that are made without fixtures find it here.</summary>
    public static PostgresServer Current { get; private set; } = null!;

    /// <summary>The server hangs, as on a machine that swaps or a disk that is gone.</summary>
    public async Task PauseAsync() => await (await _server.Value).PauseAsync();

    public async Task ResumeAsync() => await (await _server.Value).ResumeAsync();

    /// <summary>An empty database for one test.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync() => await (await StartedAsync()).CreateDatabaseAsync();

    /// <summary>A database as a hub's start would make it, copied from one that was migrated once.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateHubDatabaseAsync()
    {
        var server = await StartedAsync();
        await _template.Value;
        await _creating.WaitAsync();
        try
        {
            return await server.CreateDatabaseAsync(Template);
        }
        finally
        {
            _creating.Release();
        }
    }

    /// <summary>Drops a database, no matter who is still connected.</summary>
    public async Task DropAsync(string connectionString) => await (await _server.Value).DropAsync(connectionString);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }

        _creating.Dispose();
    }

    private async Task<PostgresProcess> StartedAsync()
    {
        SkipWhereThereIsNone();
        return await _server.Value;
    }

    /// <summary>Skips the test where no server is installed; with <c>POSTGRES=required</c> it fails.</summary>
    public static void SkipWhereThereIsNone()
    {
        if (PostgresProcess.FindBinaries() is not null)
        {
            return;
        }

        const string Reason = "No PostgreSQL server is installed (looked for initdb in PATH and /usr/lib/postgresql/*/bin).";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("POSTGRES") == "required", Reason);
        Assert.Fail(Reason);
    }

    private async Task MigrateTemplateAsync()
    {
        var server = await _server.Value;
        await server.ExecuteAsync($"CREATE DATABASE {Template}");
        // No one may be connected to a template while it is copied.
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString(Template)) { Pooling = false }.ToString();
        await HubDatabase.MigrateAsync("Postgres", connection);
    }
}
