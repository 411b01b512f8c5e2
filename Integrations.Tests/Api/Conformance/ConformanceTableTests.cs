using System.Text.Json;
using Integrations.Tests.Api.Documents;
using Integrations.Tests.Api.Platform;

namespace Integrations.Tests.Api.Conformance;

/// <summary>The table: every documented route with its success and with each documented error that can be brought about from outside, in the shape of its document.</summary>
public sealed class ConformanceTableTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Tenant = PlatformScene.Tenant;

    [Fact, Proves("I1")]
    public async Task EveryRoute_AnswersAsItsDocumentSays()
    {
        var (checks, wrong) = (0, new List<string>());
        var api = await DescribedApi.OfAsync(hub);
        void Check(DocumentedRoute route, string situation, int expected, ApiAnswer answer, bool isError = true)
        {
            checks++;
            if (api.WrongWithAnswer($"{route.Method} {route.Template}", answer.Status, answer.Text) is { } contradiction)
            {
                wrong.Add($"{situation}: {contradiction}");
            }

            if (answer.Status != expected)
            {
                wrong.Add($"{route}, {situation}: {expected} was documented, {answer}");
            }
            else if (isError && !HasErrorShape(route.Document, answer))
            {
                wrong.Add($"{route}, {situation}: not the document's error body: {answer}");
            }
        }

        foreach (var row in Rows())
        {
            var route = Assert.Single(DocumentedRoutes.All, r => r.Method == row.Method && r.Template == row.Template);
            var (client, path) = (ClientFor(row), await row.Path());
            var body = row.Body is null ? null : await row.Body();
            Check(route, "unknown members and parameters", row.Status, await ApiHub.SendAsync(client, row.Method, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "madeUp=1", body), isError: false);
            if (route.Door == Door.Public)
            {
                continue;
            }

            Check(route, "nobody is signed in", 401, await ApiHub.SendAsync(hub.Anonymous, row.Method, path, body));
            if (route.Door == Door.SuperAdmin)
            {
                Check(route, "an administrator instead of a super admin", 403, await ApiHub.SendAsync(hub.Admin, row.Method, path, body));
            }

            if (route.Door is Door.SuperAdmin or Door.TenantAdmin)
            {
                Check(route, "a user", 403, await ApiHub.SendAsync(hub.User, row.Method, path, body));
            }

            if (body is not null)
            {
                Check(route, "a body of the wrong type", 400, await ApiHub.SendAsync(client, row.Method, path, "\"text\""));
                Check(route, "a body that is no JSON", 400, await ApiHub.SendAsync(client, row.Method, path, "{"));
            }

            if (row.Limited)
            {
                Check(route, "a limit of the wrong type", 400, await ApiHub.SendAsync(client, row.Method, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "limit=many"));
                Check(route, "a limit out of range", 400, await ApiHub.SendAsync(client, row.Method, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "limit=101"));
            }

            if (row.Absent is { } absent)
            {
                Check(route, "something that does not exist", 404, await ApiHub.SendAsync(client, row.Method, absent, body));
            }
        }

        Console.WriteLine($"Conformance table: {Rows().Count} routes, {checks} checks, {wrong.Count} wrong.");
        Assert.Equal(DocumentedRoutes.All.Count, Rows().Count);
        Assert.Empty(wrong);
    }

    private HttpClient ClientFor(Row row) => row.Template.StartsWith("/api/admin", StringComparison.Ordinal) ? hub.Super : row.AsUser ? hub.User : hub.Admin;

    private static bool HasErrorShape(string document, ApiAnswer answer)
    {
        var json = answer.Json;
        return document switch
        {
            "000" => !json.GetProperty("success").GetBoolean() && json.GetProperty("error").ValueKind == JsonValueKind.String,
            "001" => json.GetProperty("error").Names().Except(["code", "message", "details", "requestId"], StringComparer.Ordinal).FirstOrDefault() is null && answer["error.requestId"].GetString() == answer.Header("X-Request-Id"),
            "003" => !json.GetProperty("success").GetBoolean() && json.GetProperty("error").Names().SequenceEqual(["code", "message"]),
            _ => !json.GetProperty("success").GetBoolean() && json.GetProperty("message").ValueKind == JsonValueKind.String,
        };
    }

    private List<Row> Rows()
    {
        var github = hub.GitHub;
        var (absent, absentInt) = (Guid.NewGuid(), $"/v1/integrations/int_{Guid.NewGuid():N}");
        var own = $"/v1/integrations/int_{github:N}";
        var me = hub.UserCaller.UserId;
        Task<string> At(string path) => Task.FromResult(path);
        Task<object> With(object body) => Task.FromResult(body);
        async Task<string> NewAsync(string tail) => $"{Tenant}/{await hub.EnableAsync()}{tail}";
        async Task<string> ConnectedAsync(string tail) => $"{Tenant}/{await hub.EnableAndConnectAsync()}{tail}";
        async Task<string> ScopedAsync(string tail) => $"/api/user/integrations/{await hub.EnableAsync(userScoped: true)}{tail}";
        async Task<string> ProviderAsync(string tail) => $"/api/admin/integrations/storage/{await DescribedAsync()}{tail}";

        return
        [
            new("POST", "/api/integrations/{integrationId}/test", 200, () => At($"/api/integrations/{github}/test")) { Absent = $"/api/integrations/{absent}/test" },
            new("POST", "/api/integrations/{integrationId}/search", 200, () => At($"/api/integrations/{github}/search")) { Body = () => With(new { query = "a", extra = 1 }), AsUser = true, Absent = $"/api/integrations/{absent}/search" },
            new("GET", "/api/integrations/{integrationId}/entities/{**externalId}", 200, async () => $"/api/integrations/{github}/entities/{await AnIssueAsync()}") { AsUser = true, Absent = $"/api/integrations/{absent}/entities/x" },

            new("POST", "/api/admin/integrations", 201, () => At("/api/admin/integrations")) { Body = () => Task.FromResult<object>(Described($"made_{Guid.NewGuid():N}"[..20])) },
            new("GET", "/api/admin/integrations", 200, () => At("/api/admin/integrations")) { Limited = true },
            new("GET", "/api/admin/integrations/{category}/{id}", 200, () => At("/api/admin/integrations/data_source/github")) { Absent = $"/api/admin/integrations/data_source/{absent}" },
            new("PATCH", "/api/admin/integrations/{category}/{id}", 200, () => ProviderAsync("")) { Body = () => With(new { description = "x", extra = 1 }), Absent = $"/api/admin/integrations/crm/{absent}" },
            new("DELETE", "/api/admin/integrations/{category}/{id}", 204, () => ProviderAsync("")) { Absent = $"/api/admin/integrations/crm/{absent}" },
            new("PATCH", "/api/admin/integrations/{category}/{id}/status", 200, () => ProviderAsync("/status")) { Body = () => With(new { status = "beta", extra = 1 }), Absent = $"/api/admin/integrations/crm/{absent}/status" },
            new("PATCH", "/api/admin/integrations/{category}/{id}/audience", 200, () => ProviderAsync("/audience")) { Body = () => With(new { audience = "system", extra = 1 }), Absent = $"/api/admin/integrations/crm/{absent}/audience" },
            new("POST", "/api/admin/integrations/{category}/{id}/test", 200, () => At("/api/admin/integrations/data_source/github/test")) { Absent = $"/api/admin/integrations/crm/{absent}/test" },
            new("GET", "/api/integrations", 200, () => At("/api/integrations")) { AsUser = true, Limited = true },
            new("GET", "/api/integrations/{category}/{id}", 200, () => At("/api/integrations/data_source/github")) { AsUser = true, Absent = $"/api/integrations/crm/{absent}" },
            new("GET", "/api/tenant/integrations", 200, () => At(Tenant)) { Limited = true },
            new("POST", "/api/tenant/integrations", 201, () => At(Tenant)) { Body = () => With(new { integrationId = "github", name = PlatformScene.Unique("Row"), extra = 1 }) },
            new("GET", "/api/tenant/integrations/{id}", 200, () => At($"{Tenant}/{github}")) { Absent = $"{Tenant}/{absent}" },
            new("PATCH", "/api/tenant/integrations/{id}", 200, () => NewAsync("")) { Body = () => With(new { description = "x", extra = 1 }), Absent = $"{Tenant}/{absent}" },
            new("DELETE", "/api/tenant/integrations/{id}", 204, () => NewAsync("")) { Absent = $"{Tenant}/{absent}" },
            new("POST", "/api/tenant/integrations/{id}/activate", 200, () => ConnectedAsync("/activate")) { Absent = $"{Tenant}/{absent}/activate" },
            new("POST", "/api/tenant/integrations/{id}/deactivate", 200, () => ConnectedAsync("/deactivate")) { Absent = $"{Tenant}/{absent}/deactivate" },
            new("POST", "/api/tenant/integrations/{id}/connect/oauth", 200, () => NewAsync("/connect/oauth")) { Body = () => With(new { returnUrl = "/x", extra = 1 }), Absent = $"{Tenant}/{absent}/connect/oauth" },
            new("GET", "/api/integrations/oauth/callback", 302, () => At("/api/integrations/oauth/callback?code=x&state=made-up")),
            new("POST", "/api/tenant/integrations/{id}/connect/api-key", 200, () => NewAsync("/connect/api-key")) { Body = async () => new { apiKey = await hub.ApiKeyAsync(), extra = 1 }, Absent = $"{Tenant}/{absent}/connect/api-key" },
            new("POST", "/api/tenant/integrations/{id}/connect/basic", 200, async () => $"{Tenant}/{await hub.EnableAsync("jira")}/connect/basic") { Body = BasicAsync, Absent = $"{Tenant}/{absent}/connect/basic" },
            new("POST", "/api/tenant/integrations/{id}/connect/custom", 200, () => NewAsync("/connect/custom")) { Body = async () => new { credentials = (await hub.CredentialAsync("github")).Fields, extra = 1 }, Absent = $"{Tenant}/{absent}/connect/custom" },
            new("GET", "/api/tenant/integrations/{id}/connection", 200, () => At($"{Tenant}/{github}/connection")) { Absent = $"{Tenant}/{absent}/connection" },
            new("POST", "/api/tenant/integrations/{id}/connection/test", 200, () => At($"{Tenant}/{github}/connection/test")) { Absent = $"{Tenant}/{absent}/connection/test" },
            new("POST", "/api/tenant/integrations/{id}/disconnect", 200, () => ConnectedAsync("/disconnect")) { Absent = $"{Tenant}/{absent}/disconnect" },
            new("PATCH", "/api/tenant/integrations/{id}/credentials", 200, () => ConnectedAsync("/credentials")) { Body = async () => new { credentialType = "api_key", credentials = new { apiKey = await hub.ApiKeyAsync() }, extra = 1 }, Absent = $"{Tenant}/{absent}/credentials" },
            new("POST", "/api/user/integrations/{id}/connect/oauth", 200, () => ScopedAsync("/connect/oauth")) { Body = () => With(new { returnUrl = "/x", extra = 1 }), AsUser = true, Absent = $"/api/user/integrations/{absent}/connect/oauth" },
            new("GET", "/api/user/integrations/{id}/connection", 200, () => ScopedAsync("/connection")) { AsUser = true, Absent = $"/api/user/integrations/{absent}/connection" },
            new("POST", "/api/user/integrations/{id}/disconnect", 200, () => ScopedAsync("/disconnect")) { AsUser = true, Absent = $"/api/user/integrations/{absent}/disconnect" },
            new("POST", "/api/integrations/search", 200, () => At("/api/integrations/search")) { Body = () => With(new { query = "a", integrations = new[] { github }, extra = 1 }), AsUser = true },
            new("GET", "/api/integrations/{id}/search", 200, () => At($"/api/integrations/{github}/search?query=a")) { AsUser = true, Absent = $"/api/integrations/{absent}/search?query=a" },
            new("GET", "/api/tenant/integrations/{id}/widgets/status", 200, () => At($"{Tenant}/{github}/widgets/status")) { AsUser = true, Absent = $"{Tenant}/{absent}/widgets/status" },
            new("GET", "/api/tenant/integrations/{id}/widgets/activity", 200, () => At($"{Tenant}/{github}/widgets/activity")) { AsUser = true, Limited = true, Absent = $"{Tenant}/{absent}/widgets/activity" },
            new("GET", "/api/tenant/integrations/{id}/widgets/data", 200, () => At($"{Tenant}/{github}/widgets/data?entity=issue")) { AsUser = true, Limited = true, Absent = $"{Tenant}/{absent}/widgets/data?entity=issue" },

            new("GET", "/api/v1/integrations", 200, () => At("/api/v1/integrations")) { AsUser = true },
            new("GET", "/api/v1/integrations/{id}", 200, () => At($"/api/v1/integrations/{github}")) { AsUser = true, Absent = $"/api/v1/integrations/{absent}" },
            new("POST", "/api/v1/integrations", 201, () => At("/api/v1/integrations")) { Body = () => With(new { name = PlatformScene.Unique("Row"), type = "github", config = new { }, extra = 1 }) },
            new("PUT", "/api/v1/integrations/{id}", 200, async () => $"/api/v1/integrations/{await hub.EnableAsync()}") { Body = () => With(new { name = PlatformScene.Unique("Row"), extra = 1 }), Absent = $"/api/v1/integrations/{absent}" },
            new("DELETE", "/api/v1/integrations/{id}", 200, async () => $"/api/v1/integrations/{await hub.EnableAsync()}") { Absent = $"/api/v1/integrations/{absent}" },
            new("GET", "/api/v1/integrations/{id}/logs", 200, () => At($"/api/v1/integrations/{github}/logs")) { AsUser = true, Limited = true, Absent = $"/api/v1/integrations/{absent}/logs" },

            new("GET", "/v1/integrations", 200, () => At("/v1/integrations")) { AsUser = true, Limited = true },
            new("GET", "/v1/integrations/available", 200, () => At("/v1/integrations/available")) { AsUser = true, Limited = true },
            new("GET", "/v1/integrations/{integrationId}", 200, () => At(own)) { AsUser = true, Absent = absentInt },
            new("POST", "/v1/integrations/{integrationId}/connect", 200, () => At("/v1/integrations/github/connect")) { Body = () => With(new { name = PlatformScene.Unique("Row"), authType = "oauth", redirectUrl = "/x", extra = 1 }), Absent = $"{absentInt}/connect" },
            new("POST", "/v1/integrations/{integrationId}/disconnect", 200, async () => $"/v1/integrations/int_{await hub.EnableAndConnectAsync():N}/disconnect") { Absent = $"{absentInt}/disconnect" },
            new("POST", "/v1/integrations/{integrationId}/test", 200, () => At($"{own}/test")) { Absent = $"{absentInt}/test" },
            new("POST", "/v1/integrations/{integrationId}/actions/{actionName}", 200, () => At($"{own}/actions/create_issue")) { Body = ActionAsync, AsUser = true, Absent = $"{absentInt}/actions/create_issue" },
            new("POST", "/v1/integrations/webhooks", 201, () => At("/v1/integrations/webhooks")) { Body = () => With(new { name = PlatformScene.Unique("Row"), url = "https://myapp.com/x", events = new[] { "workflow.executed" }, extra = 1 }) },
            new("GET", "/v1/integrations/{integrationId}/logs", 200, () => At($"{own}/logs")) { AsUser = true, Limited = true, Absent = $"{absentInt}/logs" },

            new("GET", "/api/auth/integrations/{userId}", 200, () => At($"/api/auth/integrations/{me}")) { AsUser = true, Absent = $"/api/auth/integrations/{absent}" },
            new("GET", "/api/auth/github/status/{userId}", 200, () => At($"/api/auth/github/status/{me}")) { AsUser = true, Absent = $"/api/auth/github/status/{absent}" },
            new("GET", "/api/google-calendar/status/{userId}", 200, () => At($"/api/google-calendar/status/{me}")) { AsUser = true, Absent = $"/api/google-calendar/status/{absent}" },
        ];
    }

    private async Task<object> BasicAsync()
    {
        var fields = (await hub.CredentialAsync("jira", kind: "basic")).Fields;
        return new { username = fields["email"], password = fields["apiToken"], siteUrl = fields["siteUrl"] };
    }

    private async Task<JsonElement> IssueAsync() =>
        (await ApiHub.SendAsync(hub.User, "GET", $"/api/integrations/{hub.GitHub}/search?query=a&entities=issue&limit=1"))["results.0"];

    private async Task<string> AnIssueAsync() => Uri.EscapeDataString((await IssueAsync()).GetProperty("id").GetString()!);

    private async Task<object> ActionAsync() =>
        new { parameters = new { repository = (await IssueAsync()).GetProperty("metadata").GetProperty("container").GetString(), title = "From the table" }, extra = 1 };

    private async Task<string> DescribedAsync()
    {
        var key = $"made_{Guid.NewGuid():N}"[..20];
        Assert.Equal(201, (await ApiHub.SendAsync(hub.Super, "POST", "/api/admin/integrations", Described(key))).Status);
        return key;
    }

    private static object Described(string key) => new
    {
        name = key,
        displayName = key,
        category = "storage",
        provider = key,
        status = "active",
        audience = "system",
        capabilities = Array.Empty<string>(),
        supportedSyncDirections = new[] { "pull" },
        supportsRealtime = false,
        supportsWebhooks = false,
        supportsNotifications = false,
        supportsSearch = true,
        requiresUserScoping = false,
        authType = "api_key",
        availableEntities = Array.Empty<object>(),
        icon = "box",
        color = "#123456",
        version = "1.0.0",
        extra = 1,
    };

    private sealed record Row(string Method, string Template, int Status, Func<Task<string>> Path)
    {
        public Func<Task<object>>? Body { get; init; }

        public string? Absent { get; init; }

        /// <summary>By a user, where the document lets users in; else by an administrator.</summary>
        public bool AsUser { get; init; }

        /// <summary>Takes a limit of 1 to 100.</summary>
        public bool Limited { get; init; }
    }
}
