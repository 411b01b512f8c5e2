using System.Text.Json;
using static Integrations.Tests.Api.Platform.PlatformScene;

namespace Integrations.Tests.Api.Platform;

/// <summary>001: provider endpoints and the catalog.</summary>
public sealed class ProviderEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Admin = "/api/admin/integrations";

    [Fact]
    public async Task Create_WithTheDocumentedBody_Is201WithTheWholeDocument()
    {
        var key = Key();
        var created = await ApiHub.SendAsync(hub.Super, "POST", Admin, Document(key));

        Assert.True(created.Status == 201, created.ToString());
        Assert.Equal(("storage", key, "beta", "system"), (created["category"].GetString(), created["provider"].GetString(), created["status"].GetString(), created["audience"].GetString()));
        HasMembers(
            created.Json, "id", "name", "displayName", "description", "capabilities", "supportedSyncDirections", "supportsRealtime", "supportsWebhooks", "supportsNotifications", "supportsSearch",
            "searchableEntities", "searchCapabilities", "requiresUserScoping", "authType", "oauthConfig", "availableEntities", "entityMappings", "icon", "color", "version", "isPremium", "requiredPlan", "createdAt", "updatedAt");
        Assert.Equal($"{Admin}/storage/{created["id"].GetString()}", created.Headers.Location!.OriginalString);
        Assert.Equal(200, (await ApiHub.SendAsync(hub.Super, "GET", created.Headers.Location.OriginalString)).Status);
    }

    [Fact, Proves("T5")]
    public async Task Create_WithAnOAuthSecret_NeverShowsIt()
    {
        var key = Key();
        await ApiHub.SendAsync(hub.Super, "POST", Admin, Document(key));
        await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}", """{"oauthConfig":{"clientId":"second","clientSecret":"canary-two","hidden":"canary-three"}}""");

        var shown = await ApiHub.SendAsync(hub.Super, "GET", $"{Admin}/storage/{key}");
        Assert.DoesNotContain("canary", shown.Text, StringComparison.Ordinal);
        Assert.Equal("second", shown["oauthConfig.clientId"].GetString());
        Assert.True(shown["oauthConfig.isConfigured"].GetBoolean());
    }

    [Theory]
    [InlineData("name", null)]
    [InlineData("displayName", "")]
    [InlineData("category", "toys")]
    [InlineData("provider", "Not A Key")]
    [InlineData("status", "gone")]
    [InlineData("audience", "everyone")]
    [InlineData("authType", "magic")]
    [InlineData("icon", null)]
    [InlineData("color", null)]
    [InlineData("version", null)]
    public async Task Create_WithAWrongMember_Is400AndNamesIt(string member, string? value)
    {
        var body = Document(Key());
        body[member] = value;

        var refused = await ApiHub.SendAsync(hub.Super, "POST", Admin, body);
        IsError(refused, 400, "VALIDATION_ERROR");
        Assert.Contains(member, refused["error.details.fields"].Names());
    }

    [Fact]
    public async Task Create_WithATakenKey_Is409()
    {
        var refused = await ApiHub.SendAsync(hub.Super, "POST", Admin, Document("github"));
        IsError(refused, 409, "PROVIDER_KEY_TAKEN");
    }

    [Fact]
    public async Task List_FiltersSortsAndPages()
    {
        var first = await ApiHub.SendAsync(hub.Super, "GET", $"{Admin}?limit=2&offset=0&sortBy=name&sortOrder=desc&madeUp=1");
        Assert.Equal(200, first.Status);
        Assert.Equal((2, 2, 0), (first["providers"].GetArrayLength(), first["limit"].GetInt32(), first["offset"].GetInt32()));
        Assert.True(first["hasMore"].GetBoolean());
        Assert.Equal(2, first["nextOffset"].GetInt32());
        Assert.True(string.CompareOrdinal(first["providers.0.name"].GetString(), first["providers.1.name"].GetString()) > 0);

        var filtered = await ApiHub.SendAsync(hub.Super, "GET", $"{Admin}?category=storage&status=active&audience=tenant&limit=100");
        Assert.All(filtered["providers"].EnumerateArray(), p => Assert.Equal(
            ("storage", "active", "tenant"), (p.GetProperty("category").GetString(), p.GetProperty("status").GetString(), p.GetProperty("audience").GetString())));
        Assert.False(filtered["hasMore"].GetBoolean());
        Assert.DoesNotContain("nextOffset", filtered.Json.Names());
    }

    [Theory, Proves("I4")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("sortBy=password", "sortBy")]
    [InlineData("sortOrder=up", "sortOrder")]
    public async Task List_WithAWrongParameter_Is400AndNamesIt(string query, string named)
    {
        foreach (var (client, list) in new[] { (hub.Super, Admin), (hub.User, "/api/integrations"), (hub.Admin, Tenant) })
        {
            var refused = await ApiHub.SendAsync(client, "GET", $"{list}?{query}");
            IsError(refused, 400, "VALIDATION_ERROR");
            Assert.Contains(named, refused["error.details.fields"].Names());
        }
    }

    [Fact, Proves("RI2")]
    public async Task Update_ChangesOnlyWhatIsGiven_AndAStaleTagIs412()
    {
        var key = Key();
        await ApiHub.SendAsync(hub.Super, "POST", Admin, Document(key));
        var before = await ApiHub.SendAsync(hub.Super, "GET", $"{Admin}/storage/{key}");
        var tag = before.Header("ETag")!;

        var changed = await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}", new { description = "Changed", id = Guid.NewGuid(), provider = "other" }, ("If-Match", tag));
        Assert.Equal((200, "Changed", key), (changed.Status, changed["description"].GetString(), changed["provider"].GetString()));
        Assert.Equal(before["displayName"].GetString(), changed["displayName"].GetString());
        Assert.Equal(before["id"].GetString(), changed["id"].GetString());

        Assert.Equal(412, (await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}", new { description = "Lost" }, ("If-Match", tag))).Status);
        Assert.Equal(412, (await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}", new { description = "Lost" }, ("If-Match", "\"else\""))).Status);
        IsError(await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}", """{"capabilities":[null]}"""), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}", """{"displayName":{}}"""), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}", "[]"), 400, "VALIDATION_ERROR");
    }

    [Fact]
    public async Task StatusAndAudience_AnswerInTheirOwnShape_AndDecideWhatTheCatalogShows()
    {
        var key = Key();
        await ApiHub.SendAsync(hub.Super, "POST", Admin, Document(key));

        var status = await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}/status", new { status = "active" });
        Assert.Equal((200, "active"), (status.Status, status["status"].GetString()));
        Assert.Equal(["id", "status", "updatedAt"], status.Json.Names());
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Admin, "GET", $"/api/integrations/storage/{key}")).Status);

        var audience = await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}/audience", new { audience = "tenant" });
        Assert.Equal((200, "tenant"), (audience.Status, audience["audience"].GetString()));
        Assert.Equal(["id", "audience", "updatedAt"], audience.Json.Names());
        Assert.Equal(200, (await ApiHub.SendAsync(hub.Admin, "GET", $"/api/integrations/storage/{key}")).Status);
        IsError(await ApiHub.SendAsync(hub.Admin, "GET", $"/api/integrations/crm/{key}"), 404, "PROVIDER_NOT_FOUND");

        IsError(await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}/status", new { }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Super, "PATCH", $"{Admin}/storage/{key}/audience", new { audience = "all" }), 400, "VALIDATION_ERROR");
    }

    [Fact]
    public async Task Delete_RemovesWhatWasCreatedHere_AndRefusesWhatComesWithTheHub()
    {
        var key = Key();
        await ApiHub.SendAsync(hub.Super, "POST", Admin, Document(key));

        var deleted = await ApiHub.SendAsync(hub.Super, "DELETE", $"{Admin}/storage/{key}");
        Assert.Equal((204, ""), (deleted.Status, deleted.Text));
        IsError(await ApiHub.SendAsync(hub.Super, "DELETE", $"{Admin}/storage/{key}"), 404, "PROVIDER_NOT_FOUND");
        Assert.Equal(409, (await ApiHub.SendAsync(hub.Super, "DELETE", $"{Admin}/data_source/github")).Status);
    }

    [Fact]
    public async Task Test_OfAProvider_TellsWhetherTheHubCanReachIt()
    {
        var passed = await ApiHub.SendAsync(hub.Super, "POST", $"{Admin}/data_source/github/test");
        Assert.Equal((200, true), (passed.Status, passed["success"].GetBoolean()));
        HasMembers(passed.Json, "message", "testedAt", "responseTime");

        var key = Key();
        await ApiHub.SendAsync(hub.Super, "POST", Admin, Document(key));
        var failed = await ApiHub.SendAsync(hub.Super, "POST", $"{Admin}/storage/{key}/test");
        Assert.Equal((200, false), (failed.Status, failed["success"].GetBoolean()));
        HasMembers(failed.Json, "error", "testedAt");
    }

    [Fact]
    public async Task Catalog_IsForEverybodySignedIn_AndAnswers304ForWhatIsKnown()
    {
        var catalog = await ApiHub.SendAsync(hub.User, "GET", "/api/integrations?category=data_source&search=git");
        Assert.Equal(200, catalog.Status);
        Assert.Contains(catalog["providers"].EnumerateArray(), p => p.GetProperty("provider").GetString() == "github");
        Assert.Equal(["providers", "total", "limit", "offset", "hasMore"], catalog.Json.Names());

        var again = await ApiHub.SendAsync(hub.User, "GET", "/api/integrations?category=data_source&search=git", null, ("If-None-Match", catalog.Header("ETag")!));
        Assert.Equal((304, ""), (again.Status, again.Text));
    }

    [Fact]
    public async Task WhoIsNoSuperAdmin_IsToldThatTheRouteIsForThem()
    {
        var refused = await ApiHub.SendAsync(hub.Admin, "GET", Admin);

        IsError(refused, 403, "PERMISSION_DENIED");
        Assert.Equal("Super admin access required", refused["error.message"].GetString());
    }

    private static string Key() => $"made_{Guid.NewGuid():N}"[..20];

    [Theory]
    [InlineData(true, "enterprise")]
    [InlineData(true, null)]
    [InlineData(false, "team")]
    public async Task PlanThatAProviderNeeds_KeepsLesserOrganizationsOut(bool isPremium, string? requiredPlan)
    {
        var body = Document(Key());
        (body["status"], body["audience"], body["isPremium"], body["requiredPlan"]) = ("active", "tenant", isPremium, requiredPlan);
        var created = await ApiHub.SendAsync(hub.Super, "POST", Admin, body);
        Assert.True(created.Status == 201, created.ToString());

        var refused = await ApiHub.SendAsync(hub.Stranger, "POST", Tenant, new { integrationId = created["id"].GetString(), name = Unique("Plan") });
        IsError(refused, 403, "PERMISSION_DENIED");
        Assert.Contains(requiredPlan ?? "team", refused["error.message"].GetString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Document(string key) => JsonSerializer.Deserialize<Dictionary<string, object?>>(
        $$"""
        {
          "name": "{{key}}", "displayName": "Made here", "description": "For tests", "category": "storage", "provider": "{{key}}", "status": "beta", "audience": "system",
          "capabilities": ["search"], "supportedSyncDirections": ["pull", "push", "bidirectional"], "supportsRealtime": true, "supportsWebhooks": false, "supportsNotifications": false,
          "supportsSearch": true, "searchableEntities": ["file"], "searchCapabilities": { "fullText": true, "fieldSpecific": false, "filtered": true }, "requiresUserScoping": false,
          "authType": "oauth2", "oauthConfig": { "authorizationUrl": "https://a.example/authorize", "tokenUrl": "https://a.example/token", "scopes": ["read"], "clientId": "first", "clientSecret": "canary-one" },
          "availableEntities": [{ "name": "file", "displayName": "File" }], "entityMappings": [{ "entity": "file", "shardType": "Meeting" }],
          "icon": "box", "color": "#123456", "version": "1.0.0", "isPremium": true, "requiredPlan": "team", "somethingElse": 1
        }
        """)!;
}
