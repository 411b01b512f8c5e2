using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Webhooks;

namespace Integrations.Testing.Kill;

/// <summary>
/// Starts the real web program on one database, raises events through its API, kills it with <c>kill -9</c> at random
/// moments, starts it again, and at the end compares what was promised with what arrived (RELIABILITY D4, D5, D8).
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "The seed is printed so that a run can be repeated.")]
internal static class KillHarness
{
    // One kill leaves up to 32 claims behind, each for a lease; more endpoints than that keep the others flowing.
    private const int Endpoints = 40;
    private const int EventsPerKill = 12;
    private const int Raisers = 3;
    private static readonly TimeSpan EarliestKill = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LatestKill = TimeSpan.FromMilliseconds(2_500);
    private static readonly TimeSpan DrainPatience = DeliveryClaims.Lease + TimeSpan.FromMinutes(5);

    /// <param name="kills">How often.</param>
    /// <param name="databases">Where the program keeps its data; only the program is killed.</param>
    /// <param name="progress">Hears of every tenth kill.</param>
    /// <param name="seed">Repeats the moments of an earlier run; null for new ones.</param>
    public static async Task<KillReport> RunAsync(int kills, RunDatabases databases, TextWriter progress, int? seed = null)
    {
        var chosen = seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        var moments = new Random(chosen);
        var folder = Directory.CreateTempSubdirectory("hub-kill-");
        await using var receipts = await Receipts.StartAsync();
        var settings = new Dictionary<string, string>(await databases.CreateForProcessAsync(folder.FullName), StringComparer.Ordinal)
        {
            ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Egress__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
        }.Patiently();
        await using var book = new KillBook(settings, folder.FullName);
        var calls = new List<RaisedCalls>();
        var inFlight = 0;
        using (var first = await StartAsync(settings))
        {
            await book.AddEndpointsAsync(receipts.Address, Endpoints);
        }

        for (var kill = 1; kill <= kills; kill++)
        {
            using var web = await StartAsync(settings);
            using var api = await SignInAsync(web.Address);
            using var stop = new CancellationTokenSource();
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var raising = Enumerable.Range(0, Raisers)
                .Select(n => Task.Run(() => RaiseAsync(api, string.Create(CultureInfo.InvariantCulture, $"Kill {kill} {n}"), answered, stop.Token), CancellationToken.None)).ToList();
            // Every other kill comes while events are under way, however slow the machine is just now; the rest come at any moment after the start.
            if (kill % 2 == 0)
            {
                await Task.WhenAny(answered.Task, Task.WhenAll(raising));
            }

            await Task.Delay(EarliestKill + ((LatestKill - EarliestKill) * moments.NextDouble()), CancellationToken.None);
            web.Kill();
            await stop.CancelAsync();
            calls.AddRange(await Task.WhenAll(raising));
            inFlight += await book.HasClaimsAsync() ? 1 : 0;
            if (kill % 10 == 0)
            {
                await progress.WriteLineAsync($"  {kill} of {kills} kills, {receipts.All.Count} received");
            }
        }

        TimeSpan drained;
        using (await StartAsync(settings))
        {
            var started = Stopwatch.GetTimestamp();
            while (await book.IsPendingAsync() && Stopwatch.GetElapsedTime(started) < DrainPatience)
            {
                await Task.Delay(200, CancellationToken.None);
            }

            drained = Stopwatch.GetElapsedTime(started);
        }

        var report = await book.CompareAsync(calls, receipts.All, Endpoints);
        return report with { Database = databases.Name, Seed = chosen, Kills = kills, KillsInFlight = inFlight, DrainedAfter = drained };
    }

    private static Task<WebProcess> StartAsync(IReadOnlyDictionary<string, string> settings) =>
        WebProcess.StartAsync([WebProcess.Program()], settings, "/health/ready");

    private static async Task<HttpClient> SignInAsync(Uri address)
    {
        var api = new HttpClient { BaseAddress = address };
        using var content = Json(new { email = KillBook.Admin, password = Core.Demo.DemoOptions.DefaultPassword });
        using var answer = await api.PostAsync(new Uri("/api/auth/token", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        api.DefaultRequestHeaders.Authorization = new("Bearer", token.RootElement.GetProperty("accessToken").GetString());
        return api;
    }

    /// <summary>A fresh integration, switched off and on until the program is gone: every answered switch has raised one event.</summary>
    private static async Task<RaisedCalls> RaiseAsync(HttpClient api, string name, TaskCompletionSource answered, CancellationToken stop)
    {
        string? id = null;
        var acknowledged = 0;
        try
        {
            using var content = Json(new { integrationId = "github", name });
            using var created = await api.PostAsync(new Uri("/api/tenant/integrations", UriKind.Relative), content, stop);
            using var document = JsonDocument.Parse(await created.Content.ReadAsStringAsync(stop));
            if (!created.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"The API answered {(int)created.StatusCode}: {document.RootElement}");
            }

            id = document.RootElement.GetProperty("id").GetString();
            for (var turn = 0; turn < EventsPerKill / Raisers; turn++)
            {
                using var switched = await api.PostAsync(new Uri($"/api/tenant/integrations/{id}/{(turn % 2 == 0 ? "deactivate" : "activate")}", UriKind.Relative), null, stop);
                acknowledged += switched.IsSuccessStatusCode ? 1 : 0;
                answered.TrySetResult();
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // Killed in the middle: whether this last call took effect is unknown, as it is to any client.
        }

        return new RaisedCalls(id, acknowledged);
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
}
