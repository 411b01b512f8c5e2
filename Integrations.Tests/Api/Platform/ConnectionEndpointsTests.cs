using Integrations.Sandbox;
using static Integrations.Tests.Api.Platform.PlatformScene;

namespace Integrations.Tests.Api.Platform;

/// <summary>001: connection management, user-scoped connections.</summary>
public sealed class ConnectionEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    [Fact]
    public async Task ApiKey_ThatWorks_IsConnected_AndNothingShowsIt()
    {
        var id = await hub.EnableAsync();
        var key = await hub.ApiKeyAsync();

        var connected = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/api-key", new { apiKey = key, displayName = "Ours" });
        Assert.True(connected.Status == 200, connected.ToString());
        Assert.Equal(["connectionId", "status", "connectedAt"], connected.Json.Names());
        Assert.Equal("active", connected["status"].GetString());

        var status = await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}/connection");
        Assert.Equal((200, "active", connected["connectionId"].GetString()), (status.Status, status["status"].GetString(), status["connectionId"].GetString()));
        Assert.Contains("lastValidatedAt", status.Json.Names());

        var tested = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connection/test");
        Assert.Equal((200, true), (tested.Status, tested["success"].GetBoolean()));
        HasMembers(tested.Json, "message", "testedAt", "responseTime", "details");

        var instance = await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}");
        Assert.Equal("connected", instance["status"].GetString());
        Assert.All((ApiAnswer[])[connected, status, tested, instance], answer => Assert.DoesNotContain(key, answer.Text, StringComparison.Ordinal));

        var ended = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/disconnect");
        Assert.Equal((200, true), (ended.Status, ended["success"].GetBoolean()));
        Assert.Equal(["success", "disconnectedAt"], ended.Json.Names());
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}/connection")).Status);
    }

    [Fact]
    public async Task ApiKey_ThatTheVendorRefuses_IsInvalidCredentials_AndStoresNothing()
    {
        var id = await hub.EnableAsync();

        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/api-key", new { apiKey = "ghp_000000000000000000000000000000000000" }), 400, "INVALID_CREDENTIALS");
        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/api-key", new { }), 400, "VALIDATION_ERROR");
        Assert.Equal("pending", (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}"))["status"].GetString());
    }

    [Fact]
    public async Task ApiKey_ThatTheVendorCannotUse_IsConnectionFailed_AndStoresNothing()
    {
        var id = await hub.EnableAsync();

        var key = await hub.ApiKeyAsync();
        hub.Get<SandboxState>().AnswerNext("api.github.com/user", 422, """{"message":"Unprocessable"}""");

        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/api-key", new { apiKey = key }), 400, "CONNECTION_FAILED");
        Assert.Equal("pending", (await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}"))["status"].GetString());
    }

    [Fact]
    public async Task Basic_TakesUserNameAndPassword_AndTheProvidersOwnFields()
    {
        var id = await hub.EnableAsync("jira");
        var fields = (await hub.CredentialAsync("jira", kind: "basic")).Fields;
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["username"] = fields["email"], ["password"] = fields["apiToken"], ["siteUrl"] = fields["siteUrl"] };

        var connected = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/basic", body);
        Assert.True(connected.Status == 200, connected.ToString());
        Assert.Equal("active", connected["status"].GetString());

        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/basic", new { username = "x" }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/basic", new { username = "x", password = "y" }), 400, "VALIDATION_ERROR");
    }

    [Fact]
    public async Task Custom_TakesTheProvidersFields()
    {
        var id = await hub.EnableAsync("jira");
        var connected = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/custom", new { credentials = (await hub.CredentialAsync("jira", kind: "basic")).Fields, displayName = "Jira" });

        Assert.True(connected.Status == 200, connected.ToString());
        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/custom", new { }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/custom", new { credentials = new { a = 1 } }), 400, "VALIDATION_ERROR");
    }

    [Fact]
    public async Task Credentials_AreReplaced_UnderANewSecretName()
    {
        var id = await hub.EnableAndConnectAsync();
        var key = await hub.ApiKeyAsync();

        var changed = await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "api_key", credentials = new { apiKey = key } });
        Assert.True(changed.Status == 200, changed.ToString());
        Assert.Equal(["success", "credentialSecretName", "updatedAt"], changed.Json.Names());
        Assert.Equal($"organizations/{hub.AdminCaller.OrganizationId}/integrations/{id}/v2", changed["credentialSecretName"].GetString());

        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "api_key", credentials = new { apiKey = "ghp_wrong" } }), 400, "INVALID_CREDENTIALS");
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "magic", credentials = new { } }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "api_key" }), 400, "VALIDATION_ERROR");
    }

    [Fact]
    public async Task Credentials_OfTypeOAuth_AreTokensThatTheCallerHas()
    {
        var id = await hub.EnableAndConnectAsync();
        var token = await hub.ApiKeyAsync();

        var changed = await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "oauth", credentials = new { accessToken = token, expiresAt = "2099-01-01T00:00:00Z" } });
        Assert.True(changed.Status == 200, changed.ToString());
        var status = await ApiHub.SendAsync(hub.Admin, "GET", $"{Tenant}/{id}/connection");
        Assert.Equal(2099, status["expiresAt"].GetDateTimeOffset().Year);

        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "oauth", credentials = new { refreshToken = "x" } }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "oauth", credentials = new { accessToken = token, expiresAt = "soon" } }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}/credentials", new { credentialType = "oauth", credentials = new { accessToken = "gho_wrong" } }), 400, "INVALID_CREDENTIALS");
    }

    [Fact]
    public async Task OAuth_StartGivesTheVendorsAddress_AndTheStateInIt()
    {
        var id = await hub.EnableAsync();
        var started = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/oauth", new { returnUrl = "/integrations" });

        Assert.True(started.Status == 200, started.ToString());
        Assert.Equal(["authorizationUrl", "state"], started.Json.Names());
        Assert.Contains(started["state"].GetString()!, started["authorizationUrl"].GetString(), StringComparison.Ordinal);
        foreach (var address in new[] { "https://evil.example/", "//evil.example", "", "javascript:alert(1)" })
        {
            IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/oauth", new { returnUrl = address }), 400, "VALIDATION_ERROR");
        }
    }

    [Fact]
    public async Task OAuth_WithPurposes_AsksForWhatTheyNeed_AndRefusesUnknownOnes()
    {
        var made = await ApiHub.SendAsync(hub.Admin, "POST", Tenant, new { integrationId = "jira", name = $"Jira {Guid.NewGuid():N}", settings = new { purposes = new[] { "find:user" } } });
        Assert.True(made.Status is 200 or 201, made.ToString());
        var id = made["id"].GetString();

        var narrow = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/oauth", new { returnUrl = "/integrations" });
        var wider = await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/oauth", new { returnUrl = "/integrations", purposes = new[] { "action:create_issue" } });

        Assert.Equal("read:jira-user offline_access", ScopeOf(narrow));
        Assert.Equal("read:jira-user read:jira-work write:jira-work offline_access", ScopeOf(wider));
        IsError(await ApiHub.SendAsync(hub.Admin, "POST", $"{Tenant}/{id}/connect/oauth", new { returnUrl = "/integrations", purposes = new[] { "action:fly" } }), 400, "VALIDATION_ERROR");

        static string? ScopeOf(ApiAnswer started) => System.Web.HttpUtility.ParseQueryString(new Uri(started["authorizationUrl"].GetString()!).Query)["scope"];
    }

    [Fact]
    public async Task User_ConnectsTheirOwn_AndOnlyWhereTheIntegrationIsUserScoped()
    {
        const string User = "/api/user/integrations";
        var scoped = await hub.EnableAsync(userScoped: true);

        var before = await ApiHub.SendAsync(hub.User, "GET", $"{User}/{scoped}/connection");
        Assert.Equal((200, """{"connected":false}"""), (before.Status, before.Text));
        var started = await ApiHub.SendAsync(hub.User, "POST", $"{User}/{scoped}/connect/oauth", new { returnUrl = "/me" });
        Assert.True(started.Status == 200, started.ToString());

        var key = await hub.CredentialAsync("github", kind: "api_key");
        await hub.Get<Integrations.Core.Connections.ConnectionService>().ConnectAsync(
            hub.UserCaller, scoped, new Integrations.Core.Connections.ConnectRequest("api_key", key.Fields), CancellationToken.None);
        var after = await ApiHub.SendAsync(hub.User, "GET", $"{User}/{scoped}/connection");
        Assert.Equal((true, "active"), (after["connected"].GetBoolean(), after["status"].GetString()));
        HasMembers(after.Json, "connectionId", "lastConnectedAt");
        Assert.False((await ApiHub.SendAsync(hub.Admin, "GET", $"{User}/{scoped}/connection"))["connected"].GetBoolean());

        var ended = await ApiHub.SendAsync(hub.User, "POST", $"{User}/{scoped}/disconnect");
        Assert.Equal((200, true), (ended.Status, ended["success"].GetBoolean()));
        Assert.Equal(409, (await ApiHub.SendAsync(hub.User, "POST", $"{User}/{hub.GitHub}/connect/oauth", new { returnUrl = "/me" })).Status);
        IsError(await ApiHub.SendAsync(hub.User, "GET", $"{User}/{Guid.NewGuid()}/connection"), 404, "INTEGRATION_NOT_FOUND");
    }

    [Fact]
    public async Task Search_OneAndAll_AnswerInTheDocumentedShapes()
    {
        var one = await ApiHub.SendAsync(hub.User, "GET", $"/api/integrations/{hub.GitHub}/search?query=a&entities=issue&limit=3&extra=1");
        Assert.True(one.Status == 200, one.ToString());
        Assert.Equal(["results", "total", "took", "hasMore"], one.Json.Names());
        Assert.InRange(one["results"].GetArrayLength(), 1, 3);

        var all = await ApiHub.SendAsync(hub.User, "POST", "/api/integrations/search", new
        {
            query = "a",
            integrations = new[] { hub.GitHub.ToString() },
            entities = new[] { "issue" },
            limit = 3,
            offset = 0,
            filters = new { dateRange = new { start = "2020-01-01", end = "2040-01-01" }, entityTypes = new[] { "issue" }, customFilters = new { } },
            userId = hub.UserCaller.UserId,
        });
        Assert.True(all.Status == 200, all.ToString());
        HasMembers(all.Json, "results", "total", "took", "hasMore", "byIntegration", "byEntity");
        Assert.Equal(all["results"].GetArrayLength(), all[$"byIntegration.{hub.GitHub}"].GetArrayLength());
        Assert.Equal(["issue"], all["byEntity"].Names());

        IsError(await ApiHub.SendAsync(hub.User, "GET", $"/api/integrations/{hub.GitHub}/search"), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.User, "GET", $"/api/integrations/{hub.GitHub}/search?query=a&entities=spaceship"), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.User, "POST", "/api/integrations/search", new { }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.User, "POST", "/api/integrations/search", new { query = "a", limit = 1000 }), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.User, "POST", "/api/integrations/search", new { query = "a", userId = hub.AdminCaller.UserId }), 403, "PERMISSION_DENIED");
        IsError(await ApiHub.SendAsync(hub.User, "GET", $"/api/integrations/{hub.GitHub}/search?query=a&userId={hub.AdminCaller.UserId}"), 403, "PERMISSION_DENIED");
    }

    [Fact]
    public async Task Widgets_ShowStateActivityAndData()
    {
        var status = await ApiHub.SendAsync(hub.User, "GET", $"{Tenant}/{hub.GitHub}/widgets/status");
        Assert.Equal((200, "connected", "active"), (status.Status, status["status"].GetString(), status["connectionStatus"].GetString()));
        HasMembers(status.Json, "integrationId", "name", "lastConnectedAt");

        var activity = await ApiHub.SendAsync(hub.User, "GET", $"{Tenant}/{hub.GitHub}/widgets/activity?timeRange=7d&limit=5");
        Assert.True(activity.Status == 200, activity.ToString());
        HasMembers(activity["activities.0"], "id", "type", "status", "timestamp");
        Assert.Contains(activity["activities"].EnumerateArray(), a => a.GetProperty("type").GetString() == "connect");

        var data = await ApiHub.SendAsync(hub.User, "GET", $"{Tenant}/{hub.GitHub}/widgets/data?entity=issue&fields=title&fields=status&limit=2");
        Assert.True(data.Status == 200, data.ToString());
        Assert.Equal(["data", "total", "entity", "fetchedAt"], data.Json.Names());
        Assert.All(data["data"].EnumerateArray(), row => Assert.Empty(row.Names().Except(["id", "title", "status"], StringComparer.Ordinal)));

        IsError(await ApiHub.SendAsync(hub.User, "GET", $"{Tenant}/{hub.GitHub}/widgets/activity?timeRange=1y"), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.User, "GET", $"{Tenant}/{hub.GitHub}/widgets/data"), 400, "VALIDATION_ERROR");
        IsError(await ApiHub.SendAsync(hub.User, "GET", $"{Tenant}/{hub.GitHub}/widgets/data?entity=issue&filters=nonsense"), 400, "VALIDATION_ERROR");
    }

    [Fact]
    public async Task Widgets_WithAllowedShardTypes_ShowOnlyWhatTheyLetThrough()
    {
        var id = await hub.EnableAndConnectAsync();
        await ApiHub.SendAsync(hub.Admin, "PATCH", $"{Tenant}/{id}", new { allowedShardTypes = new[] { "Meeting" } });

        IsError(await ApiHub.SendAsync(hub.User, "GET", $"{Tenant}/{id}/widgets/data?entity=issue"), 403, "PERMISSION_DENIED");
    }

    [Fact]
    public async Task UserConnection_OfAnOrganizationsIntegration_IsTheOrganizations()
    {
        var id = await hub.EnableAsync();
        var before = await ApiHub.SendAsync(hub.User, "GET", $"/api/user/integrations/{id}/connection");
        Assert.Equal((200, """{"connected":false}"""), (before.Status, before.Text));

        var connected = await hub.EnableAndConnectAsync();
        var after = await ApiHub.SendAsync(hub.User, "GET", $"/api/user/integrations/{connected}/connection");
        Assert.Equal((200, true, "active"), (after.Status, after["connected"].GetBoolean(), after["status"].GetString()));
        Assert.Equal(404, (await ApiHub.SendAsync(hub.Stranger, "GET", $"/api/user/integrations/{connected}/connection")).Status);

        // Acting on it is still the administrators'.
        Assert.Equal(409, (await ApiHub.SendAsync(hub.User, "POST", $"/api/user/integrations/{connected}/disconnect")).Status);
    }
}
