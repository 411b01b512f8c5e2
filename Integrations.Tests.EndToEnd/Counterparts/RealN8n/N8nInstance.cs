using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Npgsql;

namespace Integrations.Tests.EndToEnd.Counterparts.RealN8n;

/// <summary>
/// A real n8n on loopback, on a PostgreSQL database of its own, with an owner, a member and their API keys. <c>scripts/prove n8n</c>
/// installs it and says where by <c>N8N_FOLDER</c>; without that, the tests are skipped.
/// </summary>
public sealed class N8nInstance(PostgresServer postgres) : IAsyncLifetime
{
    private const string Password = "N8n-of-the-tests-1";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _home = Directory.CreateTempSubdirectory("hub-n8n-").FullName;
    private readonly HttpClient _owner = Browser();
    private readonly HttpClient _member = Browser();
    private Process? _process;
    private string? _missing;

    public Uri Origin { get; private set; } = null!;

    public string Version { get; private set; } = "";

    public string OwnersKey { get; private set; } = "";

    public string MembersKey { get; private set; } = "";

    /// <summary>A key that was deleted.</summary>
    public string DeletedKey { get; private set; } = "";

    /// <summary>Ids of the seeded workflows by name.</summary>
    public IReadOnlyDictionary<string, string> Workflows { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("N8N_FOLDER") is not { Length: > 0 } folder)
        {
            _missing = "A real n8n is run by scripts/prove n8n only: it is a gigabyte to install.";
            return;
        }

        Version = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "node_modules", "n8n", "package.json"))).GetProperty("version").GetString()!;
        await StartAsync(folder, await postgres.CreateDatabaseAsync());
        await SetUpAsync();
        Workflows = await N8nSeeds.CreateAsync(this);
    }

    public void SkipWithout()
    {
        if (_missing is not null)
        {
            Assert.Skip(_missing);
        }
    }

    /// <summary>A call of the public API with the owner's key.</summary>
    public async Task<JsonElement> ApiAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Origin, $"api/v1{path}")) { Headers = { { "X-N8N-API-KEY", OwnersKey } } };
        request.Content = body is null ? null : JsonContent.Create(body);
        return await SendAsync(_owner, request);
    }

    /// <summary>A call of the API behind n8n's own pages, as the owner.</summary>
    public Task<JsonElement> RestAsync(HttpMethod method, string path, object? body = null) => RestAsync(_owner, method, path, body);

    /// <summary>Makes a workflow and, where wanted, switches it on.</summary>
    public async Task<string> AddWorkflowAsync(object workflow, bool active = true)
    {
        var id = (await ApiAsync(HttpMethod.Post, "/workflows", workflow)).GetProperty("id").GetString()!;
        if (active)
        {
            await ApiAsync(HttpMethod.Post, $"/workflows/{id}/activate");
        }

        return id;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _owner.Dispose();
        _member.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private async Task StartAsync(string folder, string database)
    {
        var port = LoopbackPorts.Free();
        Origin = new Uri($"http://127.0.0.1:{port}/");
        var connection = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "node_modules", "n8n", "bin", "n8n"), "start"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = _home,
            ["N8N_USER_FOLDER"] = _home,
            ["N8N_ENCRYPTION_KEY"] = Guid.NewGuid().ToString("N"),
            ["N8N_HOST"] = "127.0.0.1",
            ["N8N_LISTEN_ADDRESS"] = "127.0.0.1",
            ["N8N_PORT"] = $"{port}",
            ["N8N_RUNNERS_BROKER_PORT"] = $"{LoopbackPorts.Free()}",
            ["N8N_SECURE_COOKIE"] = "false",
            ["N8N_DIAGNOSTICS_ENABLED"] = "false",
            ["N8N_VERSION_NOTIFICATIONS_ENABLED"] = "false",
            ["N8N_TEMPLATES_ENABLED"] = "false",
            ["N8N_PERSONALIZATION_ENABLED"] = "false",
            // The workflow that verifies our events needs it.
            ["NODE_FUNCTION_ALLOW_BUILTIN"] = "crypto",
            ["DB_TYPE"] = "postgresdb",
            ["DB_POSTGRESDB_HOST"] = connection.Host!,
            ["DB_POSTGRESDB_PORT"] = $"{connection.Port}",
            ["DB_POSTGRESDB_DATABASE"] = connection.Database!,
            ["DB_POSTGRESDB_USER"] = connection.Username!,
        })
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        _process.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReadyAsync(patience.Token))
        {
            Assert.False(_process.HasExited || patience.IsCancellationRequested, $"n8n did not start:\n{string.Join('\n', log.TakeLast(40))}");
            await Task.Delay(500, patience.Token);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _owner.GetAsync(new Uri(Origin, "rest/settings"), cancellationToken);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task SetUpAsync()
    {
        var owner = (await RestAsync(HttpMethod.Post, "/owner/setup", new { email = "ada@n8n.test", firstName = "Ada", lastName = "Owner", password = Password })).GetProperty("data").GetProperty("id").GetString();
        var scopes = (await RestAsync(HttpMethod.Get, "/api-keys/scopes")).GetProperty("data");
        OwnersKey = await KeyAsync(_owner, "hub", scopes);
        var deleted = await RestAsync(HttpMethod.Post, "/api-keys", new { label = "deleted", scopes, expiresAt = (long?)null });
        DeletedKey = deleted.GetProperty("data").GetProperty("rawApiKey").GetString()!;
        await RestAsync(HttpMethod.Delete, $"/api-keys/{deleted.GetProperty("data").GetProperty("id").GetString()}");

        var invited = (await RestAsync(HttpMethod.Post, "/invitations", new[] { new { email = "gus@n8n.test", role = "global:member" } })).GetProperty("data")[0].GetProperty("user").GetProperty("id").GetString();
        await RestAsync(_member, HttpMethod.Post, $"/invitations/{invited}/accept", new { inviterId = owner, firstName = "Gus", lastName = "Member", password = Password });
        MembersKey = await KeyAsync(_member, "hub", (await RestAsync(_member, HttpMethod.Get, "/api-keys/scopes")).GetProperty("data"));
    }

    private async Task<string> KeyAsync(HttpClient who, string label, JsonElement scopes) =>
        (await RestAsync(who, HttpMethod.Post, "/api-keys", new { label, scopes, expiresAt = DateTimeOffset.UtcNow.AddDays(30).ToUnixTimeSeconds() })).GetProperty("data").GetProperty("rawApiKey").GetString()!;

    private async Task<JsonElement> RestAsync(HttpClient who, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Origin, $"rest{path}")) { Content = body is null ? null : JsonContent.Create(body) };
        return await SendAsync(who, request);
    }

    private static async Task<JsonElement> SendAsync(HttpClient who, HttpRequestMessage request)
    {
        using var answer = await who.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    private static HttpClient Browser() => new(new SocketsHttpHandler { UseCookies = true, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
}
