using Integrations.Tests.Api.Documents;
using Integrations.Tests.Api.Platform;

namespace Integrations.Tests.Api.Automation;

/// <summary>A webhook's whole life by the API, against the sandbox's receiver.</summary>
public sealed class WebhookManagementTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Base = "/v1/integrations";
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Fact, Proves("R7")]
    public async Task Webhook_IsListed_Tested_Read_Changed_Rotated_Replayed_AndRemoved()
    {
        var api = await DescribedApi.OfAsync(hub);
        var receiver = Guid.NewGuid().ToString("N");
        var created = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/webhooks", new
        {
            name = PlatformScene.Unique("Hook"),
            url = new Uri(hub.App.Address, $"/sandbox/receiver/{receiver}").ToString(),
            events = new[] { "workflow.executed" },
            headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Team"] = "only-for-the-receiver" },
            secret = Secret,
        });
        Assert.True(created.Status == 201, created.ToString());
        var id = created["data.id"].GetString()!;
        using (var form = new FormUrlEncodedContent([KeyValuePair.Create("secret", Secret)]))
        {
            using var saved = await hub.Anonymous.PostAsync(new Uri($"/sandbox/receiver/{receiver}/settings", UriKind.Relative), form);
            Assert.Equal(302, (int)saved.StatusCode);
        }

        async Task<ApiAnswer> AskAsync(string method, string template, object? body = null, string delivery = "")
        {
            var answer = await ApiHub.SendAsync(hub.Admin, method, template.Replace("{webhookId}", id, StringComparison.Ordinal).Replace("{integrationId}", id, StringComparison.Ordinal).Replace("{deliveryId}", delivery, StringComparison.Ordinal), body);
            Assert.Null(api.WrongWithAnswer($"{method} {template}", answer.Status, answer.Text));
            return answer;
        }

        // Listed, to administrators only, and read like every integration.
        Assert.Contains(id, Ids(await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}?type=webhook&limit=100")));
        Assert.Contains(id, Ids(await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}?status=connected&limit=100")));
        Assert.DoesNotContain(id, Ids(await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}?type=custom&limit=100")));
        Assert.DoesNotContain(id, Ids(await ApiHub.SendAsync(hub.User, "GET", $"{Base}?limit=100")));
        var read = await AskAsync("GET", $"{Base}/{{integrationId}}");
        Assert.Equal(("webhook", "connected", 0L), (read["data.type"].GetString(), read["data.status"].GetString(), read["data.usageStats.totalCalls"].GetInt64()));

        // Tested: the receiver has it, its signatures hold, and the log shows the same bytes.
        var tested = await AskAsync("POST", $"{Base}/{{integrationId}}/test");
        Assert.Equal((200, "healthy"), (tested.Status, tested["data.status"].GetString()));
        var received = Assert.Single((await ApiHub.SendAsync(hub.Anonymous, "GET", $"/sandbox/receiver/{receiver}/messages")).Json.EnumerateArray());
        Assert.Equal(("valid", "valid"), (received.GetProperty("signature").GetString(), received.GetProperty("bodySignature").GetString()));
        Assert.Equal("only-for-the-receiver", received.GetProperty("headers").GetProperty("x-team").GetString());
        var listed = await AskAsync("GET", $"{Base}/webhooks/{{webhookId}}/deliveries");
        var delivery = listed["data.0.id"].GetString()!;
        Assert.Equal(("webhook.test", "succeeded"), (listed["data.0.event"].GetString(), listed["data.0.status"].GetString()));
        var detail = await AskAsync("GET", $"{Base}/webhooks/{{webhookId}}/deliveries/{{deliveryId}}", delivery: delivery);
        var sent = detail["data.tries.0.request"];
        Assert.Equal(received.GetProperty("body").GetString(), sent.GetProperty("body").GetString());
        foreach (var header in new[] { "webhook-id", "webhook-timestamp", "webhook-signature", "content-type" })
        {
            Assert.Equal(received.GetProperty("headers").GetProperty(header).GetString(), sent.GetProperty("headers").GetProperty(header).GetString());
        }

        Assert.Equal("***", sent.GetProperty("headers").GetProperty("x-team").GetString());
        Assert.DoesNotContain("only-for-the-receiver", detail.Text, StringComparison.Ordinal);
        Assert.Equal("success", (await AskAsync("GET", $"{Base}/{{integrationId}}/logs"))["data.0.status"].GetString());
        Assert.Equal(1, (await AskAsync("GET", $"{Base}/{{integrationId}}"))["data.usageStats.successfulCalls"].GetInt64());

        // Replayed, one and all.
        var again = await AskAsync("POST", $"{Base}/webhooks/{{webhookId}}/deliveries/{{deliveryId}}/replay", delivery: delivery);
        Assert.Equal((202, 1), (again.Status, again["data.replayed"].GetInt32()));
        Assert.Equal((202, 0), ((await AskAsync("POST", $"{Base}/webhooks/{{webhookId}}/replay", new { toDate = "2020-01-01", includeSucceeded = true })) is var none ? (none.Status, none["data.replayed"].GetInt32()) : default));
        Assert.Equal(400, (await AskAsync("POST", $"{Base}/webhooks/{{webhookId}}/replay", new { fromDate = "yesterday" })).Status);

        // Changed, rotated, switched off and on.
        var name = PlatformScene.Unique("Renamed");
        var changed = await AskAsync("PATCH", $"{Base}/webhooks/{{webhookId}}", new { name, events = new[] { "link.created" }, active = false });
        Assert.Equal((name, "link.created", "disconnected"), (changed["data.name"].GetString(), changed["data.events.0"].GetString(), changed["data.status"].GetString()));
        Assert.Equal(409, (await AskAsync("POST", $"{Base}/{{integrationId}}/test")).Status);
        Assert.Equal("connected", (await AskAsync("POST", $"{Base}/{{integrationId}}/connect", new { }))["data.status"].GetString());
        Assert.Equal("disconnected", (await AskAsync("POST", $"{Base}/{{integrationId}}/disconnect"))["data.status"].GetString());
        Assert.Equal(400, (await AskAsync("PATCH", $"{Base}/webhooks/{{webhookId}}", new { events = new[] { "made.up" } })).Status);
        var rotated = await AskAsync("POST", $"{Base}/webhooks/{{webhookId}}/rotate");
        Assert.StartsWith("whsec_", rotated["data.secret"].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(rotated["data.secret"].GetString()!, (await AskAsync("GET", $"{Base}/webhooks/{{webhookId}}")).Text, StringComparison.Ordinal);

        // Removed.
        Assert.Equal("removed", (await AskAsync("DELETE", $"{Base}/webhooks/{{webhookId}}"))["data.status"].GetString());
        Assert.Equal(404, (await AskAsync("GET", $"{Base}/webhooks/{{webhookId}}")).Status);
        Assert.Equal(404, (await AskAsync("GET", $"{Base}/{{integrationId}}")).Status);
        Assert.DoesNotContain(id, Ids(await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}?type=webhook&limit=100")));
    }

    [Fact]
    public async Task Webhooks_ArePagedTogetherWithIntegrations()
    {
        for (var i = 0; i < 3; i++)
        {
            await ApiHub.SendAsync(hub.Stranger, "POST", $"{Base}/webhooks", new { name = PlatformScene.Unique("Page"), url = "https://myapp.com/x", events = new[] { "workflow.executed" } });
            await hub.ConnectAsync(hub.StrangerCaller, "github", PlatformScene.Unique("Page"));
        }

        var all = Ids(await ApiHub.SendAsync(hub.Stranger, "GET", $"{Base}?limit=100"));
        var (paged, cursor) = (new List<string>(), "");
        do
        {
            var page = await ApiHub.SendAsync(hub.Stranger, "GET", $"{Base}?limit=2{cursor}");
            paged.AddRange(Ids(page));
            cursor = page["pagination"].TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(all, paged);
        Assert.True(all.Count >= 6, string.Join(' ', all));
    }

    [Theory]
    [InlineData("secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "/rotate")]
    [InlineData("Secret", "another-secret-of-ours", "/rotate")]
    [InlineData("status", "disconnected", "active")]
    [InlineData("id", "wh_00000000000000000000000000000000", "cannot be changed")]
    [InlineData("secretHint", "…wf=", "cannot be changed")]
    [InlineData("pausedUntil", "2026-12-01T00:00:00Z", "cannot be changed")]
    public async Task Change_OfWhatOnlyReadersAreShown_IsRefused_AndChangesNothing(string member, string value, string way)
    {
        var name = PlatformScene.Unique("Kept");
        var created = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/webhooks", new { name, url = "https://myapp.com/x", events = new[] { "workflow.executed" } });
        var address = $"{Base}/webhooks/{created["data.id"].GetString()}";
        var before = (await ApiHub.SendAsync(hub.Admin, "GET", address)).Text;

        var refused = await ApiHub.SendAsync(hub.Admin, "PATCH", address, new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = PlatformScene.Unique("Other"), [member] = value });

        Assert.Equal(400, refused.Status);
        Assert.Contains(way, refused["error.message"].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(value, refused.Text, StringComparison.Ordinal);
        Assert.Equal(before, (await ApiHub.SendAsync(hub.Admin, "GET", address)).Text);
    }

    [Fact]
    public async Task Change_WithNullsAndMembersThatNobodyKnows_IsTaken()
    {
        var created = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/webhooks", new { name = PlatformScene.Unique("Null"), url = "https://myapp.com/x", events = new[] { "workflow.executed" } });

        Assert.Equal(200, (await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Base}/webhooks/{created["data.id"].GetString()}", """{"secret":null,"ours":1,"active":false}""")).Status);
    }

    private static List<string> Ids(ApiAnswer answer) => [.. answer["data"].EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];
}
