using Integrations.Tests.Infrastructure;
using static Integrations.Tests.Api.Platform.PlatformScene;

namespace Integrations.Tests.Api.Platform;

/// <summary>Acts on many integrations, over HTTP.</summary>
public sealed class BatchEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Batch = $"{Tenant}/batch";

    [Fact]
    public async Task Start_Follow_ResultPerIntegration()
    {
        var (good, unconnected) = (await hub.EnableAndConnectAsync(), await hub.EnableAsync());

        var started = await ApiHub.SendAsync(hub.Admin, "POST", Batch, new { action = "test", ids = new[] { good.ToString(), unconnected.ToString(), Guid.NewGuid().ToString(), "nonsense" } });
        Assert.True(started.Status == 202, started.ToString());
        var address = started.Headers.Location!.OriginalString;
        var ended = await Eventually.ValueAsync(() => ApiHub.SendAsync(hub.Admin, "GET", address), a => a["batch.left"].GetInt32() == 0);

        Assert.Equal((1, 3), (ended["batch.done"].GetInt32(), ended["batch.failed"].GetInt32()));
        Assert.Equal(["done", "failed", "failed", "failed"], ended["items"].EnumerateArray().Select(i => i.GetProperty("status").GetString()));
        Assert.Equal("integration.not_found", ended["items.3.code"].GetString());
        Assert.Equal(3, (await ApiHub.SendAsync(hub.Admin, "GET", $"{address}?status=failed&limit=1"))["totalItems"].GetInt32());
        Assert.Equal(200, (await ApiHub.SendAsync(hub.Admin, "POST", $"{address}/cancel")).Status);

        var absent = await ApiHub.SendAsync(hub.Stranger, "GET", $"{Batch}/{Guid.NewGuid()}");
        var foreign = await ApiHub.SendAsync(hub.Stranger, "GET", address);
        Assert.Equal((404, absent["error.message"].GetString()), (foreign.Status, foreign["error.message"].GetString()));
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Stranger, "POST", $"{address}/cancel")).Status);
        Assert.Equal(403, (await ApiHub.SendAsync(hub.User, "GET", address)).Status);
        Assert.Equal(401, (await ApiHub.SendAsync(hub.Anonymous, "GET", address)).Status);
    }

    [Theory]
    [InlineData("""{"action":"explode","ids":["x"]}""")]
    [InlineData("""{"action":"1","ids":["x"]}""")]
    [InlineData("""{"action":"test"}""")]
    [InlineData("""{"action":"test","ids":[]}""")]
    [InlineData("""{"action":"test","ids":[null],"filter":{}}""")]
    [InlineData("""{"action":"test","filter":{"status":"sleeping"}}""")]
    [InlineData("""{"ids":["x"]}""")]
    public async Task Start_ThatCannotBe_SaysWhy(string body) => IsError(await ApiHub.SendAsync(hub.Admin, "POST", Batch, body), 400, "VALIDATION_ERROR");

    [Fact, Proves("A7")]
    public async Task Start_NeedsAnAdministrator()
    {
        Assert.Equal(403, (await ApiHub.SendAsync(hub.User, "POST", Batch, """{"action":"delete","filter":{}}""")).Status);
        Assert.Equal(401, (await ApiHub.SendAsync(hub.Anonymous, "POST", Batch, """{"action":"delete","filter":{}}""")).Status);
    }
}
