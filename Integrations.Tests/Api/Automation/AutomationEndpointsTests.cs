using System.Text.Json;
using Integrations.Tests.Api.Platform;

namespace Integrations.Tests.Api.Automation;

/// <summary>Document 003, from its own text.</summary>
public sealed class AutomationEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Base = "/v1/integrations";

    private string GitHub => $"{Base}/int_{hub.GitHub:N}";

    [Fact]
    public async Task List_IsFilteredAndPagedByCursor()
    {
        await hub.EnableAndConnectAsync();
        var first = await ApiHub.SendAsync(hub.User, "GET", $"{Base}?status=connected&limit=1&type=custom&unknown=1");
        Assert.True(first.Status == 200, first.ToString());
        Assert.StartsWith("int_", first["data.0.id"].GetString(), StringComparison.Ordinal);
        Assert.Equal(("custom", "connected"), (first["data.0.type"].GetString(), first["data.0.status"].GetString()));
        Assert.True(first["pagination.hasMore"].GetBoolean());

        var second = await ApiHub.SendAsync(hub.User, "GET", $"{Base}?status=connected&limit=1&type=custom&cursor={first["pagination.nextCursor"].GetString()}");
        Assert.NotEqual(first["data.0.id"].GetString(), second["data.0.id"].GetString());
        foreach (var query in new[] { "limit=0", "limit=101", "limit=x", "type=mail", "status=asleep", "cursor=made-up", "cursor=cursor_!!" })
        {
            var refused = await ApiHub.SendAsync(hub.User, "GET", $"{Base}?{query}");
            Assert.True(refused.Status == 400, refused.ToString());
            Assert.Equal(["code", "message"], refused["error"].Names());
        }
    }

    [Fact]
    public async Task Get_ShowsParametersConfigurationAndUsage()
    {
        var details = await ApiHub.SendAsync(hub.User, "GET", GitHub);
        Assert.True(details.Status == 200, details.ToString());
        PlatformScene.HasMembers(details["data"], "id", "type", "name", "status", "capabilities", "configuration", "usageStats");
        Assert.Equal(["totalCalls", "successfulCalls", "failedCalls", "successRate"], details["data.usageStats"].Names());
        var action = details["data.capabilities"].EnumerateArray().First(c => c.GetProperty("parameters").GetArrayLength() > 0);
        PlatformScene.HasMembers(action, "name", "description", "parameters");
        PlatformScene.HasMembers(action.GetProperty("parameters")[0], "name", "type", "required");
    }

    [Fact]
    public async Task Available_FindsByWord_WithPopularity()
    {
        var found = await ApiHub.SendAsync(hub.User, "GET", $"{Base}/available?query=email");
        Assert.True(found.Status == 200, found.ToString());
        Assert.Contains(found["data"].EnumerateArray(), a => a.GetProperty("id").GetString() == "zapier_gmail");
        Assert.Equal(["id", "type", "name", "description", "category", "icon", "popularity", "capabilities"], found["data.0"].Names());
        var all = await ApiHub.SendAsync(hub.User, "GET", $"{Base}/available?limit=100&category=email");
        Assert.All(all["data"].EnumerateArray(), a => Assert.Equal("Email", a.GetProperty("category").GetString()));
        Assert.Equal(400, (await ApiHub.SendAsync(hub.User, "GET", $"{Base}/available?limit=0")).Status);
    }

    [Fact]
    public async Task Connect_ByOAuth_IsPending_AndBegunAgainIsTheSame()
    {
        const string Documented = """{ "authType": "oauth", "redirectUrl": "https://myapp.com/callback" }""";
        var first = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/zapier_slack/connect", Documented);
        Assert.True(first.Status == 200, first.ToString());
        Assert.Equal(["id", "type", "name", "status", "authUrl", "message"], first["data"].Names());
        Assert.Equal(("zapier", "Slack", "pending", "Complete the authorization flow"), (first["data.type"].GetString(), first["data.name"].GetString(), first["data.status"].GetString(), first["data.message"].GetString()));

        var again = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/zapier_slack/connect", Documented);
        Assert.Equal(first["data.id"].GetString(), again["data.id"].GetString());

        var elsewhere = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/zapier_gmail/connect", """{ "authType": "oauth", "redirectUrl": "https://evil.example/" }""");
        Assert.Equal(400, elsewhere.Status);
        Assert.Contains("redirectUrl", elsewhere["error.message"].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"Gmail\"", (await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}?limit=100")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AWebhook_AsDocumented_ThenDisconnect()
    {
        var name = PlatformScene.Unique("My Custom Webhook");
        var connected = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/webhook/connect", new { name, url = "https://your-app.com/webhook", headers = new { Authorization = "Bearer your-token" } });
        Assert.True(connected.Status == 200, connected.ToString());
        Assert.Equal(("webhook", name, "connected"), (connected["data.type"].GetString(), connected["data.name"].GetString(), connected["data.status"].GetString()));
        var id = connected["data.id"].GetString();
        Assert.DoesNotContain("your-token", (await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}/{id}")).Text, StringComparison.Ordinal);

        var ended = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/{id}/disconnect");
        Assert.Equal((200, id, "disconnected"), (ended.Status, ended["data.id"].GetString(), ended["data.status"].GetString()));
        Assert.Equal(["id", "status", "disconnectedAt"], ended["data"].Names());
        Assert.Equal("disconnected", (await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}/{id}"))["data.status"].GetString());
    }

    [Theory]
    [InlineData("nothing_here", "{}", 404)]
    [InlineData("int_00000000000000000000000000000000", "{}", 404)]
    [InlineData("int_x", "{}", 404)]
    [InlineData("webhook", """{"name":"No address"}""", 400)]
    [InlineData("webhook", """{"name":"Inside","url":"https://127.0.0.1/x"}""", 400)]
    [InlineData("webhook", """{"name":"Rude","url":"https://your-app.com/webhook","headers":{"Host":"x"}}""", 400)]
    [InlineData("github", """{"authType":"magic"}""", 400)]
    [InlineData("github", """{"name":"GitHub","authType":"oauth","redirectUrl":"/x"}""", 409)]
    [InlineData("github", """{"authType":7}""", 400)]
    public async Task Connect_ThatCannotBe_SaysWhy(string id, string body, int status)
    {
        var refused = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/{id}/connect", body);

        Assert.True(refused.Status == status, refused.ToString());
        Assert.False(refused["success"].GetBoolean());
        Assert.Equal(["code", "message"], refused["error"].Names());
    }

    [Fact]
    public async Task Test_IsHealthyOrUnhealthy()
    {
        var tested = await ApiHub.SendAsync(hub.Admin, "POST", $"{GitHub}/test");
        Assert.Equal((200, "healthy"), (tested.Status, tested["data.status"].GetString()));
        Assert.Equal(["passed", "message", "responseTime", "testedAt"], tested["data.testResult"].Names());

        var paused = await hub.EnableAsync();
        var failed = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/int_{paused:N}/test");
        Assert.Equal((200, "unhealthy", false), (failed.Status, failed["data.status"].GetString(), failed["data.testResult.passed"].GetBoolean()));
    }

    [Fact]
    public async Task Action_IsRun_AndLogged()
    {
        var issue = (await ApiHub.SendAsync(hub.User, "GET", $"/api/integrations/{hub.GitHub}/search?query=a&entities=issue&limit=1"))["results.0"];
        var details = await ApiHub.SendAsync(hub.User, "GET", GitHub);
        var repository = issue.GetProperty("metadata").GetProperty("container").GetString()!;
        var create = details["data.capabilities"].EnumerateArray().First(c => c.GetProperty("name").GetString()!.Contains("issue", StringComparison.Ordinal));
        var parameters = create.GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("required").GetBoolean())
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("name").GetString()! is var name && name.Contains("repo", StringComparison.OrdinalIgnoreCase) ? repository : "From a test", StringComparer.Ordinal);
        var name = create.GetProperty("name").GetString();

        var run = await ApiHub.SendAsync(hub.User, "POST", $"{GitHub}/actions/{name}", new { parameters });
        Assert.True(run.Status == 200, run.ToString());
        Assert.Equal(["action", "result", "executionTime"], run["data"].Names());
        Assert.True(run["data.result.success"].GetBoolean());

        var logs = await ApiHub.SendAsync(hub.User, "GET", $"{GitHub}/logs?limit=10&action={name}&fromDate=2020-01-01&toDate=2100-01-01");
        Assert.True(logs.Status == 200, logs.ToString());
        PlatformScene.HasMembers(logs["data.0"], "logId", "action", "status", "input", "output", "executionTime", "timestamp");
        Assert.Equal(("success", name), (logs["data.0.status"].GetString(), logs["data.0.action"].GetString()));
        Assert.Equal("""{"hasMore":false}""", logs["pagination"].GetRawText());
        Assert.Empty((await ApiHub.SendAsync(hub.User, "GET", $"{GitHub}/logs?toDate=2020-01-01"))["data"].EnumerateArray());

        Assert.Equal(404, (await ApiHub.SendAsync(hub.User, "POST", $"{GitHub}/actions/made_up", new { parameters = new { } })).Status);
        Assert.Equal(400, (await ApiHub.SendAsync(hub.User, "POST", $"{GitHub}/actions/{name}", new { parameters = new { } })).Status);
        Assert.Equal(400, (await ApiHub.SendAsync(hub.User, "GET", $"{GitHub}/logs?fromDate=soon")).Status);
        Assert.Equal(400, (await ApiHub.SendAsync(hub.User, "GET", $"{GitHub}/logs?cursor=%21")).Status);
    }

    [Fact]
    public async Task Webhook_IsCreatedAsDocumented_AndItsSecretEchoedOnce()
    {
        var name = PlatformScene.Unique("My Custom Integration");
        var created = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/webhooks", new { name, url = "https://myapp.com/jobsprint-webhook", events = new[] { "workflow.executed", "workflow.failed" }, secret = "my_secret_key" });
        Assert.True(created.Status == 201, created.ToString());
        Assert.Equal(["id", "name", "url", "events", "secret", "active", "createdAt"], created["data"].Names());
        Assert.StartsWith("wh_", created["data.id"].GetString(), StringComparison.Ordinal);
        Assert.Equal(("my_secret_key", true), (created["data.secret"].GetString(), created["data.active"].GetBoolean()));

        var made = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/webhooks", new { name = PlatformScene.Unique("Made"), url = "https://myapp.com/x", events = new[] { "action.failed" }, headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Custom-Header"] = "value" } });
        Assert.StartsWith("whsec_", made["data.secret"].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"https://myapp.com/x","events":["action.failed"]}""")]
    [InlineData("""{"name":"x","events":["action.failed"]}""")]
    [InlineData("""{"name":"x","url":"https://localhost/x","events":["action.failed"]}""")]
    [InlineData("""{"name":"x","url":"https://myapp.com/x"}""")]
    [InlineData("""{"name":"x","url":"https://myapp.com/x","events":["made.up"]}""")]
    [InlineData("""{"name":"x","url":"https://myapp.com/x","events":[null]}""")]
    [InlineData("""{"name":"x","url":"https://myapp.com/x","events":["action.failed"],"secret":"short"}""")]
    [InlineData("""{"name":"x","url":"https://myapp.com/x","events":["action.failed"],"headers":{"webhook-id":"1"}}""")]
    public async Task Webhook_ThatCannotBe_Is400(string body)
    {
        var refused = await ApiHub.SendAsync(hub.Admin, "POST", $"{Base}/webhooks", body);
        Assert.True(refused.Status == 400, refused.ToString());
        Assert.Equal(JsonValueKind.String, refused["error.message"].ValueKind);
    }
}
