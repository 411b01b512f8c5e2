using Integrations.Tests.Api.Platform;

namespace Integrations.Tests.Api.Company;

/// <summary>Document 002, from its own text.</summary>
public sealed class CompanyEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Base = "/api/v1/integrations";

    [Fact]
    public async Task TheDocumentsOwnRequests_InTheirOrder()
    {
        // Slack and messaging are the document's words; the address is one that can be one.
        var created = await ApiHub.SendAsync(hub.Admin, "POST", Base, """{ "name": "Slack", "type": "messaging", "config": { "webhookUrl": "https://hooks.slack.com/..." } }""");
        Assert.True(created.Status == 201, created.ToString());
        var id = created["data.id"].GetGuid();
        Assert.Equal($$$"""{"success":true,"message":"Integration created successfully","data":{"id":"{{{id}}}"}}""", created.Text);

        var read = await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}/{id}");
        Assert.Equal(("Slack", "messaging", "inactive", "https://hooks.slack.com/..."), (read["data.name"].GetString(), read["data.type"].GetString(), read["data.status"].GetString(), read["data.config.webhookUrl"].GetString()));
        Assert.Equal(["id", "companyId", "name", "type", "status", "config", "createdAt", "updatedAt"], read["data"].Names());
        Assert.Equal(304, (await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}/{id}", null, ("If-None-Match", read.Header("ETag")!))).Status);

        var updated = await ApiHub.SendAsync(
            hub.Admin, "PUT", $"{Base}/{id}", """{ "name": "Updated Integration", "type": "messaging", "config": { "webhookUrl": "https://hooks.slack.com/updated" }, "status": "inactive" }""", ("If-Match", read.Header("ETag")!));
        Assert.Equal((200, """{"success":true,"message":"Integration updated successfully"}"""), (updated.Status, updated.Text));
        Assert.Equal(412, (await ApiHub.SendAsync(hub.Admin, "PUT", $"{Base}/{id}", new { name = "Lost" }, ("If-Match", read.Header("ETag")!))).Status);

        var listed = await ApiHub.SendAsync(hub.User, "GET", Base);
        Assert.Contains(listed["data.integrations"].EnumerateArray(), i => i.GetProperty("name").GetString() == "Updated Integration");

        var deleted = await ApiHub.SendAsync(hub.Admin, "DELETE", $"{Base}/{id}");
        Assert.Equal((200, """{"success":true,"message":"Integration deleted successfully"}"""), (deleted.Status, deleted.Text));
        var gone = await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}/{id}");
        Assert.Equal((404, """{"success":false,"message":"Integration not found"}"""), (gone.Status, gone.Text));
    }

    [Fact]
    public async Task Create_WithAnAddress_IsAWebhookThatIsActive()
    {
        var created = await ApiHub.SendAsync(hub.Admin, "POST", Base, new { name = PlatformScene.Unique("Receiver"), type = "anything", config = new { url = "https://receiver.example.com/in", channel = "#general" } });
        Assert.True(created.Status == 201, created.ToString());

        var read = await ApiHub.SendAsync(hub.Admin, "GET", $"{Base}/{created["data.id"].GetGuid()}");
        Assert.Equal(("active", "https://receiver.example.com/in", "#general"), (read["data.status"].GetString(), read["data.config.webhookUrl"].GetString(), read["data.config.channel"].GetString()));
    }

    [Theory]
    [InlineData("{}", "Name is required")]
    [InlineData("""{"name":"x","type":"github"}""", "Invalid config")]
    [InlineData("""{"name":"x","type":"nothing","config":{}}""", "type")]
    [InlineData("""{"name":7,"type":"github","config":{}}""", "name")]
    [InlineData("""{"name":"x","type":"github","config":{"password":"p"}}""", "password")]
    [InlineData("""{"name":"x","type":"webhook","config":{"url":"http://127.0.0.1/"}}""", "")]
    [InlineData("nonsense", "JSON")]
    public async Task Create_ThatIsWrong_Is400WithTheErrors(string body, string named)
    {
        var refused = await ApiHub.SendAsync(hub.Admin, "POST", Base, body);

        Assert.True(refused.Status == 400, refused.ToString());
        Assert.Equal("Validation error", refused["message"].GetString());
        Assert.Contains(refused["errors"].EnumerateArray(), e => e.GetString()!.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_HaveTheDocumentedWords()
    {
        var taken = await ApiHub.SendAsync(hub.Admin, "POST", Base, new { name = "GitHub", type = "github", config = new { } });
        Assert.Equal((409, """{"success":false,"message":"Integration with this name already exists"}"""), (taken.Status, taken.Text));
        var forbidden = await ApiHub.SendAsync(hub.User, "POST", Base, new { name = "Mine", type = "github", config = new { } });
        Assert.Equal((403, """{"success":false,"message":"Insufficient permissions"}"""), (forbidden.Status, forbidden.Text));
        var unknown = await ApiHub.SendAsync(hub.Anonymous, "GET", Base);
        Assert.Equal((401, """{"success":false,"message":"Authentication required"}"""), (unknown.Status, unknown.Text));
    }

    [Fact, Proves("I1")]
    public async Task Logs_ArePagedByNumber_AndFilteredByStatus()
    {
        var logs = await ApiHub.SendAsync(hub.User, "GET", $"{Base}/{hub.GitHub}/logs?page=1&limit=1&status=success");
        Assert.True(logs.Status == 200, logs.ToString());
        Assert.Equal(["id", "integrationId", "status", "message", "createdAt"], logs["data.logs.0"].Names());
        Assert.Equal("success", logs["data.logs.0.status"].GetString());
        var (total, pages) = (logs["data.pagination.total"].GetInt32(), logs["data.pagination.pages"].GetInt32());
        Assert.True(total >= 1 && pages == total);
        Assert.Equal(["page", "limit", "total", "pages"], logs["data.pagination"].Names());

        Assert.Empty((await ApiHub.SendAsync(hub.User, "GET", $"{Base}/{hub.GitHub}/logs?page=1000"))["data.logs"].EnumerateArray());
        foreach (var query in new[] { "page=0", "limit=0", "limit=101", "page=x", "status=maybe", "page=1000000&limit=100" })
        {
            Assert.Equal(400, (await ApiHub.SendAsync(hub.User, "GET", $"{Base}/{hub.GitHub}/logs?{query}")).Status);
        }
    }
}
