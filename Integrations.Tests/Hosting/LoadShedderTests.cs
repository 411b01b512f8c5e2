using System.Net;
using System.Text.Json;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting;

/// <summary>More at once than a node takes.</summary>
public sealed class LoadShedderTests
{
    private const string Widget = "/api/tenant/integrations/{0}/widgets/status";
    private const string Search = "/api/integrations/{0}/search?query=x";
    private const string List = "/api/tenant/integrations";
    private const string Connection = "/api/tenant/integrations/{0}/connection";

    [Fact, Proves("G5", "V2")]
    public async Task MoreAndMoreAtOnce_WidgetsGoFirst_ThenSearches_ThenLists_ConnectionsAndVendorsDeliveriesLast()
    {
        var counter = new HoldingCounter();
        await using var hub = new HubApp().With("Load:Capacity", "20").Serving(services => services.AddSingleton<IRateCounter>(counter));
        using var client = await hub.WithTokenOfAsync("admin@acme.test");
        var shedder = hub.Services.GetRequiredService<LoadShedder>();
        var held = new List<Task<HttpResponseMessage>>();
        async Task HoldAsync(int count)
        {
            counter.Holds = true;
            while (held.Count < count)
            {
                held.Add(client.GetAsync(Of(Connection)));
            }

            await Eventually.ValueAsync(() => Task.FromResult(shedder.UnderWay), underWay => underWay == count);
            await Eventually.ValueAsync(() => Task.FromResult(counter.Held), waiting => waiting == count);
            counter.Holds = false;
        }

        Assert.Equal("", await ShedAsync(client));
        await HoldAsync(10);
        Assert.Equal("widget", await ShedAsync(client));
        await HoldAsync(13);
        Assert.Equal("widget search", await ShedAsync(client));
        await HoldAsync(16);
        Assert.Equal("widget search list", await ShedAsync(client));
        await HoldAsync(19);
        Assert.Equal("widget search list", await ShedAsync(client));
        await HoldAsync(20);
        Assert.Equal("widget search list connection delivery", await ShedAsync(client));
        // Pages, and programs that watch the hub, are not counted.
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);

        counter.Release();
        foreach (var answer in await Task.WhenAll(held))
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            answer.Dispose();
        }

        Assert.Equal("", await ShedAsync(client));
        Assert.Equal(0, shedder.UnderWay);
    }

    private static async Task<string> ShedAsync(HttpClient client)
    {
        var shed = new List<string>();
        foreach (var (name, address, post) in new[]
        {
            ("widget", Of(Widget), false), ("search", Of(Search), false), ("list", Of(List), false), ("connection", Of(Connection), false),
            ("delivery", new Uri($"/api/webhooks/github/{Guid.NewGuid()}", UriKind.Relative), true),
        })
        {
            using var answer = post ? await client.PostAsync(address, null) : await client.GetAsync(address);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                continue;
            }

            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Equal("OVERLOADED", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString());
            shed.Add(name);
        }

        return string.Join(' ', shed);
    }

    private static Uri Of(string address) => new(address.Replace("{0}", Guid.NewGuid().ToString(), StringComparison.Ordinal), UriKind.Relative);

    /// <summary>Admits everyone, and keeps those under way who come while it is told to.</summary>
    private sealed class HoldingCounter : IRateCounter
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _held;

        public bool Holds { get; set; }

        public int Held => Volatile.Read(ref _held);

        public void Release() => _release.SetResult();

        public async ValueTask<RateVerdict> TakeAsync(string key, int limit, CancellationToken cancellationToken)
        {
            if (Holds)
            {
                Interlocked.Increment(ref _held);
                await _release.Task.WaitAsync(cancellationToken);
            }

            return new RateVerdict(true, limit, limit, DateTimeOffset.UtcNow);
        }
    }
}
