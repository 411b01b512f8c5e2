using System.Net;
using Integrations.Connectors.Http;
using Integrations.Tests.Api;
using Integrations.Tests.Api.Platform;

namespace Integrations.Tests.Connectors;

/// <summary>The one address of the hub's own origin that a person may give in Development, and nothing else there (SECURITY I10).</summary>
public sealed class SandboxReceiverEgressTests(ApiHub hub) : IClassFixture<ApiHub>
{
    public static TheoryData<string> Closed =>
    [
        "/sandbox", "/sandbox/", "/sandbox/receiver", "/sandbox/receiver/", "/sandbox/receiver/a/messages", "/sandbox/receiver/a/settings", "/sandbox/receiver/a/clear", "/sandbox/receiver/a/",
        "/sandbox/receiver/a?x=1", "/sandbox/receiver/a#x", "/sandbox/receiver/../reset", "/sandbox/receiver/%2e%2e/reset", "/sandbox/receiver/a%2f..%2f..%2freset", "/sandbox/receiver/a.b",
        "/sandbox/receiver//a", "//sandbox/receiver/a", "/SANDBOX/RECEIVER/a", "/sandbox/reset", "/sandbox/expire", "/sandbox/credentials", "/sandbox/api.github.com/user", "/api/whoami", "/api/auth/token", "/v1/integrations", "/health", "/", "/sandbox/receiver/a;x",
    ];

    private Uri Origin => hub.App.Address;

    [Fact, Proves("I10")]
    public void Receiver_OfTheSandbox_IsTheOnlyAddressOfTheOwnOrigin_ThatIsTaken()
    {
        var policy = hub.Get<EgressPolicy>();

        Assert.Null(policy.Refuse(new Uri(Origin, "/sandbox/receiver/my-hook_1").ToString()));
        foreach (var path in Closed.Select(row => row.Data))
        {
            Assert.NotNull(policy.Refuse(Origin.GetLeftPart(UriPartial.Authority) + path));
        }

        var port = Origin.Port;
        foreach (var other in new[]
                 {
                     $"http://127.0.0.1:{port + 1}/sandbox/receiver/a", $"https://127.0.0.1:{port}/sandbox/receiver/a", $"http://x@127.0.0.1:{port}/sandbox/receiver/a", $"http://127.0.0.2:{port}/sandbox/receiver/a",
                     $"http://2130706433:{port}/sandbox/receiver/a", $"http://127.1:{port}/sandbox/receiver/a", $"http://[::ffff:127.0.0.1]:{port}/sandbox/receiver/a", $"http://evil.example:{port}/sandbox/receiver/a",
                     $"http://localhost.:{port}/sandbox/receiver/a", $"http://169.254.169.254/sandbox/receiver/a",
                 })
        {
            Assert.True(policy.Refuse(other) is not null, other);
        }
    }

    [Theory, Proves("I10")]
    [MemberData(nameof(Closed))]
    public async Task Webhook_ToAnotherPathOfTheOwnOrigin_IsRefused_AndNeverCalled(string path)
    {
        var refused = await ApiHub.SendAsync(hub.Admin, "POST", "/v1/integrations/webhooks", new { name = PlatformScene.Unique("Inside"), url = Origin.GetLeftPart(UriPartial.Authority) + path, events = new[] { "workflow.executed" } });
        Assert.Equal(400, refused.Status);

        // Saved under other rules it would still not be reached: the way out asks again, and a warm connection to a receiver helps nothing.
        using var http = new HttpClient(hub.Get<EgressHandlers>().ForUserUrls, disposeHandler: false);
        using (var content = new StringContent("{}"))
        {
            using var received = await http.PostAsync(new Uri(Origin, "/sandbox/receiver/warm"), content);
            Assert.Equal(HttpStatusCode.OK, received.StatusCode);
        }

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, Origin.GetLeftPart(UriPartial.Authority) + path);
            var blocked = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request));
            Assert.IsType<EgressBlockedException>(blocked.InnerException ?? blocked);
        }
    }

    [Fact, Proves("I10")]
    public async Task Receiver_IsPostedTo_AndNotRead()
    {
        using var http = new HttpClient(hub.Get<EgressHandlers>().ForUserUrls, disposeHandler: false);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(Origin, "/sandbox/receiver/a")));
    }

    [Fact]
    public async Task CustomWebhookIntegration_CanBeTriedWithTheReceiver()
    {
        var receiver = Guid.NewGuid().ToString("N");
        var connected = await ApiHub.SendAsync(hub.Admin, "POST", "/v1/integrations/webhook/connect", new { name = PlatformScene.Unique("Tried"), url = new Uri(Origin, $"/sandbox/receiver/{receiver}").ToString(), headers = new { Authorization = "Bearer its-own" } });
        Assert.True(connected.Status == 200, connected.ToString());

        var ran = await ApiHub.SendAsync(hub.Admin, "POST", $"/v1/integrations/{connected["data.id"].GetString()}/actions/send", new { parameters = new { @event = "hello", data = new { n = 1 } } });
        var name = (await ApiHub.SendAsync(hub.Admin, "GET", $"/v1/integrations/{connected["data.id"].GetString()}"))["data.capabilities.0.name"].GetString();
        ran = ran.Status == 200 ? ran : await ApiHub.SendAsync(hub.Admin, "POST", $"/v1/integrations/{connected["data.id"].GetString()}/actions/{name}", new { parameters = new { @event = "hello", data = new { n = 1 } } });
        Assert.True(ran.Status == 200, ran.ToString());

        var messages = await ApiHub.SendAsync(hub.Anonymous, "GET", $"/sandbox/receiver/{receiver}/messages");
        Assert.Contains(messages.Json.EnumerateArray(), m => m.GetProperty("body").GetString()!.Contains("\"hello\"", StringComparison.Ordinal) && m.GetProperty("headers").GetProperty("authorization").GetString() == "Bearer its-own");
    }

    [Fact, Proves("I10")]
    public void WithoutTheSandbox_NoReceiverIsOpen()
    {
        var vendors = new VendorHttpOptions { SandboxOrigin = new Uri("http://127.0.0.1:5080") };

        Assert.False(vendors.IsReceiver("http://127.0.0.1:5080/sandbox/receiver/a"));
        vendors.OpenReceivers();
        Assert.True(vendors.IsReceiver("http://127.0.0.1:5080/sandbox/receiver/a"));
        Assert.True(vendors.IsReceiver("http://localhost:5080/sandbox/receiver/a"));
        Assert.False(vendors.IsReceiver("http://localhost:5081/sandbox/receiver/a"));
    }
}
