using Integrations.Core.Management;
using static Integrations.Tests.Api.Platform.PlatformScene;

namespace Integrations.Tests.Api.Platform;

/// <summary>001: tenant integration endpoints.</summary>
public sealed class InstanceEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    [Fact]
    public async Task Create_WithTheDocumentedBody_Is201AndCanBeReadAgain()
    {
        var name = Unique("Everything");
        var created = await ApiHub.SendAsync(hub.Admin, "POST", Tenant, new
        {
            integrationId = await hub.ProviderIdAsync("github"),
            name,
            description = "Ours",
            icon = "branch",
            settings = new { anything = new[] { 1, 2 } },
            allowedShardTypes = new[] { "Person" },
            searchEnabled = true,
            searchableEntities = new[] { "issue" },
            userScoped = false,
            // What only the hub may set is ignored (SECURITY A6).
            id = Guid.Empty,
            tenantId = Guid.NewGuid(),
            status = "connected",
        });

        Assert.True(created.Status == 201, created.ToString());
        Assert.Equal((name, "pending", "github"), (created["name"].GetString(), created["status"].GetString(), created["providerName"].GetString()));
        Assert.Equal(hub.AdminCaller.OrganizationId, created["tenantId"].GetGuid());
        HasMembers(created.Json, "id", "integrationId", "description", "icon", "settings", "allowedShardTypes", "searchEnabled", "searchableEntities", "userScoped", "createdAt", "updatedAt");
        var read = await ApiHub.SendAsync(hub.Admin, "GET", created.Headers.Location!.OriginalString);
        Assert.Equal((200, created["id"].GetString()), (read.Status, read["id"].GetString()));
    }

    [Theory]
    [InlineData("""{"name":"x"}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github"}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":7}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":"x","settings":[]}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":"x","settings":{"a":"\ud800"}}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":"x","settings":{"a":1,"a":2}}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":"x","description":"a\u0000b"}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":"x","allowedShardTypes":["Spaceship"]}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":"x","allowedShardTypes":[null]}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"github","name":"x","searchableEntities":["spaceship"]}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"google_meet","name":"x"}""", 400, "VALIDATION_ERROR")]
    [InlineData("""{"integrationId":"nothing","name":"x"}""", 404, "PROVIDER_NOT_FOUND")]
    [InlineData("""{"integrationId":"github","name":"GitHub"}""", 409, "INSTANCE_NAME_TAKEN")]
    [InlineData("null", 400, "VALIDATION_ERROR")]
    [InlineData("", 400, "VALIDATION_ERROR")]
    public async Task Create_ThatCannotBe_SaysWhy(string body, int status, string code) =>
        IsError(await ApiHub.SendAsync(hub.Admin, "POST", Tenant, body), status, code);

    [Fact, Proves("RI1")]
    public async Task Create_WithAnIdempotencyKey_IsDoneOnce()
    {
        var body = new { integrationId = "github", name = Unique("Once") };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await ApiHub.SendAsync(hub.Admin, "POST", Tenant, body, key);
        var second = await ApiHub.SendAsync(hub.Admin, "POST", Tenant, body, key);
        var other = await ApiHub.SendAsync(hub.Admin, "POST", Tenant, new { integrationId = "github", name = Unique("Twice") }, key);

        Assert.Equal((201, first.Text), (second.Status, second.Text));
        Assert.Equal(422, other.Status);
    }

    [Fact]
    public async Task List_FiltersByTag_HoweverItIsWritten_AndSaysTags()
    {
        var id = (await ApiHub.SendAsync(hub.Admin, "POST", Tenant, new { integrationId = "github", name = Unique("Tagged") }))["id"].GetGuid();
        var tag = Unique("Sales");
        Assert.True((await hub.Get<IntegrationTags>().ChangeAsync(hub.AdminCaller, [id], new TagChanges([tag], []), CancellationToken.None)).IsSuccess);

        var listed = await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}?tag={Uri.EscapeDataString(tag.ToUpperInvariant())}");

        var found = Assert.Single(listed["integrations"].EnumerateArray());
        Assert.Equal(id, found.GetProperty("id").GetGuid());
        Assert.Equal([tag], found.GetProperty("tags").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(0, (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}?tag=nothing-has-this"))["total"].GetInt32());
    }

    [Fact]
    public async Task List_FiltersByStatusProviderAndText()
    {
        var listed = await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}?status=connected&providerName=github&search=git&sortBy=createdAt&sortOrder=desc");

        Assert.Equal(200, listed.Status);
        Assert.NotEqual(0, listed["total"].GetInt32());
        Assert.All(listed["integrations"].EnumerateArray(), i => Assert.Equal("connected", i.GetProperty("status").GetString()));
        Assert.DoesNotContain("token", listed.Text, StringComparison.OrdinalIgnoreCase);
        IsError(await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}?status=sleeping"), 400, "VALIDATION_ERROR");
    }

    [Fact, Proves("RI2")]
    public async Task Update_ChangesWhatIsGiven_AndAStaleTagIs412()
    {
        var id = await hub.EnableAsync();
        var read = await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}");
        var name = Unique("Renamed");

        var changed = await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}", new { name, searchEnabled = false, tenantId = Guid.NewGuid(), providerName = "jira" }, ("If-Match", read.Header("ETag")!));
        Assert.Equal((200, name, false), (changed.Status, changed["name"].GetString(), changed["searchEnabled"].GetBoolean()));
        Assert.Equal("github", changed["providerName"].GetString());
        Assert.Equal(412, (await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}", new { name = "Lost" }, ("If-Match", read.Header("ETag")!))).Status);
        Assert.Equal(200, (await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}", new { description = "Last write wins" })).Status);
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}", new { name = "GitHub" }), 409, "INSTANCE_NAME_TAKEN");
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}", new { status = "error" }), 400, "VALIDATION_ERROR");

        var current = (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}")).Header("ETag")!;
        Assert.Equal(304, (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}", null, ("If-None-Match", current))).Status);
    }

    [Fact]
    public async Task DeactivateAndActivate_AnswerInTheirOwnShape()
    {
        var id = await hub.EnableAndConnectAsync();

        var off = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/deactivate");
        Assert.Equal((200, "disabled"), (off.Status, off["status"].GetString()));
        Assert.Equal(["id", "status", "updatedAt"], off.Json.Names());

        var on = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/activate");
        Assert.Equal((200, "connected"), (on.Status, on["status"].GetString()));
        Assert.Equal(["id", "status", "enabledAt", "enabledBy"], on.Json.Names());
        Assert.Equal(hub.AdminCaller.UserId.ToString(), on["enabledBy"].GetString());
    }

    [Fact]
    public async Task Activate_WithoutAConnection_IsPending()
    {
        var id = await hub.EnableAsync();
        await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/deactivate");

        var on = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/activate");
        Assert.Equal((200, "pending"), (on.Status, on["status"].GetString()));
    }

    [Fact]
    public async Task Delete_Is204_AndThenItIsGone()
    {
        var id = await hub.EnableAndConnectAsync();

        var deleted = await ApiHub.SendAsync(hub.Admin, "DELETE", $"{Tenant}/{id}");
        Assert.Equal((204, ""), (deleted.Status, deleted.Text));
        IsError(await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}"), 404, "INTEGRATION_NOT_FOUND");
        IsError(await ApiHub.SendAsync(hub.Admin, "DELETE", $"{Tenant}/{id}"), 404, "INTEGRATION_NOT_FOUND");
    }
}
