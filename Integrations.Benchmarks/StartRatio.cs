using System.Diagnostics;
using System.Text.Json;
using Integrations.Benchmarks.Load;

namespace Integrations.Benchmarks;

/// <summary>P8: from the start of the process to the first signed-in answer with data, and the memory then, beside a bare Kestrel application.</summary>
internal static class StartRatio
{
    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        await using var scene = await WebScene.CreateAsync(databases, people: 1);
        var token = (await scene.TokensAsync())[0];
        var plan = new BarePlan(null, false, [], JsonElement.Parse("""{"integrations":[],"total":0}"""));
        var start = new Ratio("start to first signed-in answer with data", "ms", 3.0, atMost: true);
        var memory = new Ratio("resident memory then", "MB", 3.0, atMost: true);
        for (var round = 0; round <= rounds; round++)
        {
            var hub = await OnceAsync(() => scene.StartAsync("/health/ready"), WebScene.ListPath, token);
            var bare = await OnceAsync(() => ListOverhead.StartBareAsync(plan), "/", token);
            if (round > 0)
            {
                start.Add(hub.Milliseconds, bare.Milliseconds);
                memory.Add(hub.Megabytes, bare.Megabytes);
            }
        }

        return Ratio.Print($"P8: a start with yesterday's data beside a bare Kestrel application, {databases.Name}", start, memory);
    }

    private static async Task<(double Milliseconds, double Megabytes)> OnceAsync(Func<Task<WebProcess>> startAsync, string path, string token)
    {
        var started = Stopwatch.GetTimestamp();
        using var web = await startAsync();
        using var connection = await PlainConnection.OpenAsync(web.Address);
        var (status, _) = await connection.ExchangeAsync(PlainConnection.Request(web.Address, path, token));
        var took = Stopwatch.GetElapsedTime(started);
        return status == 200 ? (took.TotalMilliseconds, web.ResidentMegabytes()) : throw new VoidRunException($"the first answer was {status}.");
    }
}
