using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Integrations.Core.Connections;
using Integrations.Primitives;
using Integrations.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Testing;

/// <summary>
/// Two processes of the real web program on one database; callers of both need one token that has just expired, at the
/// same moment (RELIABILITY F2, F4). The vendor is a sandbox in a third process, this one, which counts.
/// </summary>
internal static class RefreshRace
{
    private const string Provider = "microsoft_outlook";
    private const string TokenHost = "login.microsoftonline.com";

    /// <summary>Long enough for every caller to arrive while the one refresh is under way.</summary>
    private static readonly TimeSpan VendorTakes = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(int callers, RunDatabases databases, TextWriter output) => (await MeasureAsync(callers, databases)).Print(output);

    /// <param name="callers">Half of them ask one process, half the other.</param>
    /// <param name="databases">Where the two keep their one.</param>
    public static async Task<RefreshReport> MeasureAsync(int callers, RunDatabases databases)
    {
        await using var sandbox = await SandboxServer.StartAsync(answersAfter: new Dictionary<string, TimeSpan>(StringComparer.Ordinal) { [TokenHost] = VendorTakes });
        await using var scene = await WebScene.CreateAsync(databases, callers, integrations: 0, Settings(sandbox));
        scene.Get<PublicOrigin>().Set(new Uri("http://127.0.0.1:5080"));
        var id = await VendorSignIn.ConnectAsync(scene.Services, scene.Admin, Provider);
        var tokens = await scene.TokensAsync();

        using var one = await scene.StartAsync(folder: "one");
        using var two = await scene.StartAsync(folder: "two");
        WebProcess[] processes = [one, two];
        await WarmUpAsync(processes, tokens);
        var version = await ExpireAsync(scene, id);
        var before = sandbox.State.Requests.Count(IsTokenCall);

        var started = Stopwatch.GetTimestamp();
        var served = await Task.WhenAll(tokens.Select((token, n) => Task.Run(() => TestAsync(processes[n % processes.Length], token, id))));
        var took = Stopwatch.GetElapsedTime(started);
        return new RefreshReport(
            databases.Name,
            processes.Length,
            callers,
            served.Count(reason => reason is null),
            sandbox.State.Requests.Count(IsTokenCall) - before,
            await VersionAsync(scene, id) - version,
            took,
            served.FirstOrDefault(reason => reason is not null));
    }

    private static Dictionary<string, string> Settings(SandboxServer sandbox)
    {
        var client = SandboxClients.For(Provider);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // Production refuses a sandbox; this one is beside the hub, not in it.
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Vendors__SandboxOrigin"] = sandbox.Origin.ToString(),
            // A busy machine is no vendor that is down.
            ["Vendors__InteractiveDeadline"] = "00:00:45",
            [$"Providers__{Provider}__ClientId"] = client.ClientId,
            [$"Providers__{Provider}__ClientSecret"] = client.ClientSecret,
        }.Patiently();
        foreach (var (n, host) in sandbox.Hosts.All.Index())
        {
            settings[$"Vendors__SandboxHosts__{n}"] = host;
        }

        return settings;
    }

    /// <summary>First requests compile; the race is about tokens.</summary>
    private static async Task WarmUpAsync(WebProcess[] processes, IReadOnlyList<string> tokens)
    {
        foreach (var process in processes)
        {
            using var http = Client(process, tokens[0]);
            (await http.GetAsync(new Uri(WebScene.ListPath, UriKind.Relative))).Dispose();
        }
    }

    /// <summary>Only the end moves: the background renewal keeps its own time, so that it is the callers who need the token.</summary>
    /// <returns>The token's version, which grows with every refresh that is kept.</returns>
    private static async Task<int> ExpireAsync(WebScene scene, Guid id)
    {
        await using var db = await scene.DatabaseAsync();
        var past = DateTimeOffset.UtcNow.AddMinutes(-1);
        await db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, past));
        return await VersionAsync(scene, id);
    }

    private static async Task<int> VersionAsync(WebScene scene, Guid id)
    {
        await using var db = await scene.DatabaseAsync();
        return await db.Connections.Where(c => c.InstanceId == id).Select(c => c.TokenVersion).SingleAsync();
    }

    /// <returns>Why it was not served; null when it was.</returns>
    private static async Task<string?> TestAsync(WebProcess process, string token, Guid id)
    {
        using var http = Client(process, token);
        using var answer = await http.PostAsync(new Uri($"/api/integrations/{id}/test", UriKind.Relative), null);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && JsonElement.Parse(text).GetProperty("success").GetBoolean() ? null : $"{(int)answer.StatusCode} {text}";
    }

    private static HttpClient Client(WebProcess process, string token) => new()
    {
        BaseAddress = process.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static bool IsTokenCall(SandboxRequest request) => request.Host == TokenHost && request.Method == "POST" && request.Path.EndsWith("/token", StringComparison.Ordinal);
}
