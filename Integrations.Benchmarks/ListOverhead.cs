using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Integrations.Benchmarks.Load;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integrations.Benchmarks;

/// <summary>
/// P1: the signed-in list of integrations (20 rows) beside a bare Kestrel endpoint with the same SQL through ADO.NET and the
/// same JSON, without sign-in, limits and EF Core. Both are processes of their own.
/// </summary>
internal static class ListOverhead
{
    // A principal may ask 200 times a minute: as many people as that takes, and no more, so that each is someone the hub has just seen.
    private const int People = 300;
    private const int RequestsAlone = 600;
    private const int Connections = 16;
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var scene = await WebScene.CreateAsync(databases, People);
        var tokens = await scene.TokensAsync();
        using var web = await scene.StartAsync();
        var body = await BodyAsync(web.Address, tokens[0]);
        var plan = new BarePlan(scene.ConnectionString, databases.IsPostgres, await StatementsAsync(scene), body);
        using var bare = await StartBareAsync(plan);
        var hub = new Driver(web.Address, [.. tokens.Select(token => PlainConnection.Request(web.Address, WebScene.ListPath, token))]);
        var yardstick = new Driver(bare.Address, [PlainConnection.Request(bare.Address, "/")]);

        var alone = new Ratio("one request at a time, median", "ms", 1.3, atMost: true);
        var together = new Ratio($"{Connections} connections", "requests/s", 0.60, atMost: false);

        // The first round warms both up and is thrown away; within a round the two take turns.
        for (var round = 0; round <= rounds; round++)
        {
            var median = (Hub: await hub.MedianAsync(RequestsAlone, "hub"), Bare: await yardstick.MedianAsync(RequestsAlone, "bare"));
            var rate = (Hub: await hub.RateAsync(Connections, Burst, "hub"), Bare: await yardstick.RateAsync(Connections, Burst, "bare"));
            if (round > 0)
            {
                alone.Add(median.Hub, median.Bare);
                together.Add(rate.Hub, rate.Bare);
            }
        }

        return Ratio.Print($"P1: GET {WebScene.ListPath} beside bare Kestrel, {plan.Statements.Count} statements, {databases.Name}", alone, together);
    }

    public static async Task<WebProcess> StartBareAsync(BarePlan plan)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(plan));
        var program = Path.Combine(AppContext.BaseDirectory, "Integrations.Benchmarks.dll");
        return await WebProcess.StartAsync([program, BareServer.Verb, file], new Dictionary<string, string>(StringComparer.Ordinal), "/");
    }

    private static async Task<JsonElement> BodyAsync(Uri address, string token)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var body = JsonElement.Parse(await http.GetStringAsync(new Uri(WebScene.ListPath, UriKind.Relative)));
        return body.GetProperty("integrations").GetArrayLength() == 20 ? body : throw new InvalidOperationException("The list is not a full page of 20.");
    }

    private static async Task<IReadOnlyList<BareStatement>> StatementsAsync(WebScene scene)
    {
        // Once before, so that what is remembered between requests is.
        await ListAsync();
        var recorder = new Recorder();
        using (DiagnosticListener.AllListeners.Subscribe(recorder))
        {
            await ListAsync();
        }

        recorder.IsOn = false;
        return recorder.Statements;

        async Task ListAsync()
        {
            var listed = await scene.Get<InstanceService>().ListAsync(
                scene.Admin, new InstanceFilter(null, null, null, InstanceLevel.Organization), new PageRequest(Limit: 20), CancellationToken.None);
            if (!listed.IsSuccess)
            {
                throw new InvalidOperationException(listed.Failure!.Message);
            }
        }
    }

    private sealed class Recorder() : DiagnosticRecorder("Microsoft.EntityFrameworkCore")
    {
        public List<BareStatement> Statements { get; } = [];

        protected override void Record(string name, object? value)
        {
            if (name == RelationalEventId.CommandExecuting.Name && value is CommandEventData { Command: { } command })
            {
                Statements.Add(new BareStatement(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(BareParameter.Of)]));
            }
        }
    }
}
