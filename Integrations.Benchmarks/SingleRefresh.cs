using System.Diagnostics;
using Integrations.Core.Connections;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks;

/// <summary>Many callers need one token that has just expired (RELIABILITY F2).</summary>
internal static class SingleRefresh
{
    public static async Task<int> RunAsync(int callers, RunDatabases databases)
    {
        await using var hub = await BenchHub.StartAsync(databases);
        var id = await hub.SignInAsync("jira");
        await using (var db = await hub.DatabaseAsync())
        {
            var past = DateTimeOffset.UtcNow.AddMinutes(-1);
            await db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, past));
        }

        var ledger = hub.Sandbox.State.OAuth("jira");
        var before = ledger.Refreshes;
        var started = Stopwatch.GetTimestamp();
        var opened = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var open = await hub.Get<VendorSessions>().OpenAsync(hub.Admin, id, background: false, CancellationToken.None);
            if (open.IsSuccess)
            {
                open.Value.Dispose();
            }

            return open.IsSuccess;
        })));
        var took = Stopwatch.GetElapsedTime(started);
        var (served, refreshes) = (opened.Count(success => success), ledger.Refreshes - before);
        Console.WriteLine($"{callers} callers of one expired token, {databases.Name}: {served} served, {refreshes} refresh at the vendor, {took.TotalMilliseconds:0} ms in all");
        return Figures.Verdict(served == callers && refreshes == 1, $"{refreshes} refresh for {callers} callers; target 1");
    }
}
