using System.Net;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.EndToEnd.Nodes;

/// <summary>A PostgreSQL that hangs, and comes back.</summary>
public sealed class DatabaseDownTests(ITestOutputHelper output)
{
    [Fact, Proves("G4", "X2")]
    public async Task DatabaseThatHangs_RequestsAreRefusedWithRetryAfter_AndServedAgainWithoutARestart()
    {
        await using var server = new PostgresServer();
        await using var hub = new HubApp().With("Database:Provider", "Postgres").With("ConnectionStrings:Integrations", await server.CreateHubDatabaseAsync());
        using var client = await hub.WithTokenOfAsync("admin@acme.test");
        var list = new Uri("/api/tenant/integrations", UriKind.Relative);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(list)).StatusCode);

        await server.PauseAsync();
        var paused = TimeProvider.System.GetTimestamp();
        try
        {
            var underWay = Enumerable.Range(0, 20).Select(_ => client.GetAsync(list)).ToList();
            await Eventually.ValueAsync(() => Task.FromResult(hub.Services.GetRequiredService<DatabaseWatch>().IsDown), down => down);
            var noticed = TimeProvider.System.GetElapsedTime(paused);
            Assert.All(await Task.WhenAll(underWay), answer =>
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
                answer.Dispose();
            });
            output.WriteLine($"what waited was told after {TimeProvider.System.GetElapsedTime(paused).TotalSeconds:0.0} s");
            var slowest = TimeSpan.Zero;
            foreach (var round in Enumerable.Range(0, ProofSize.Of(5, 120)))
            {
                var asked = TimeProvider.System.GetTimestamp();
                var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync(list)));
                slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, TimeProvider.System.GetElapsedTime(asked).Ticks));
                Assert.All(answers, answer =>
                {
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                    Assert.NotNull(answer.Headers.RetryAfter);
                    answer.Dispose();
                });
            }

            using (var page = new HttpRequestMessage(HttpMethod.Get, "/integrations") { Headers = { { "Accept", "text/html" } } })
            {
                using var shown = await client.SendAsync(page);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, shown.StatusCode);
                Assert.NotNull(shown.Headers.RetryAfter);
                Assert.Contains("database", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
            output.WriteLine($"noticed after {noticed.TotalSeconds:0.0} s; slowest of all 50 at once {slowest.TotalMilliseconds:0} ms");
        }
        finally
        {
            await server.ResumeAsync();
        }

        var resumed = TimeProvider.System.GetTimestamp();
        await Eventually.ValueAsync(async () => (await client.GetAsync(list)).StatusCode, status => status == HttpStatusCode.OK);
        output.WriteLine($"served again after {TimeProvider.System.GetElapsedTime(resumed).TotalSeconds:0.0} s");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }
}
