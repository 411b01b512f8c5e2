using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Tests.Api.Conformance;
using Integrations.Tests.Api.Platform;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Api.Documents;

/// <summary>The description against what the API really says and takes, judged by a validator that is not ours.</summary>
public sealed class DescriptionTests(ApiHub hub, ITestOutputHelper output) : IClassFixture<ApiHub>
{
    private const int Many = 1_000;
    private const int Seed = 20_261_128;

    [Theory]
    [InlineData("all")]
    [InlineData("oauth")]
    public async Task Examples_OfEveryBody_AreThere_AndValid(string document)
    {
        var api = await DescribedApi.OfAsync(hub, document);
        var examples = api.Examples().ToList();

        output.WriteLine($"counterpart: OpenAPI document {document}: {examples.Count} examples, of {api.Operations.Count()} operations, each valid by its schema");
        Assert.True(examples.TrueForAll(e => e.Wrong is null), string.Join('\n', examples.Where(e => e.Wrong is not null).Take(20).Select(e => $"{e.Where}: {e.Wrong}")));
        Assert.Empty(api.Operations.Where(o => !o.Operation["responses"]!.AsObject().Any(r => r.Key[0] is '2' or '3')).Select(o => o.Route));
    }

    [Fact]
    public async Task Answers_MadeAtRandom_NeverContradictTheirSchemas()
    {
        var api = await DescribedApi.OfAsync(hub);
        var options = hub.Get<IOptions<JsonOptions>>().Value.SerializerOptions;
        var answers = hub.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (Route: $"{method} /{e.RoutePattern.RawText!.Trim('/')}", Endpoint: e)))
            .Where(e => api.Operations.Any(o => o.Route == Plain(e.Route)))
            .SelectMany(e => e.Endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Where(p => p.StatusCode is >= 200 and < 300 && p.Type is { } type && type != typeof(void)).Select(p => (e.Route, p.StatusCode, Type: p.Type!)))
            .ToList();
        var random = new RandomAnswers(new Random(Seed));
        var wrong = Enumerable.Range(0, Many).Select(i => answers[i % answers.Count])
            .Select(a => api.WrongWithAnswer(Plain(a.Route), a.StatusCode, JsonSerializer.Serialize(random.Create(a.Type), a.Type, options)))
            .OfType<string>().ToList();

        Console.WriteLine($"Random answers: {Many} of {answers.Count} operations, {wrong.Count} contradictions.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(10)));
    }

    [Fact]
    public async Task Requests_MadeAtRandom_AreJudgedAlikeByDocumentDescriptionAndApi()
    {
        var api = await DescribedApi.OfAsync(hub);
        var random = new Random(Seed);
        var requests = new RandomRequests(random);
        var bodies = await BodiesAsync();
        var (sent, wrong) = (0, new List<string>());
        foreach (var body in Enumerable.Range(0, Many).Select(i => bodies[i % bodies.Count]))
        {
            var isRight = random.Next(2) == 0;
            var (text, what) = isRight ? (requests.Valid(body).ToJsonString(), "right") : requests.Invalid(body) is { } made ? (made.Body.ToJsonString(), made.What) : ("[]", "a list");
            isRight = what == "right";
            if ((api.WrongWithRequest(body.Route, text) is null) != isRight)
            {
                wrong.Add($"{body.Route}, {what}: the schema says {api.WrongWithRequest(body.Route, text) ?? "valid"}. {text}");
            }

            var answer = await ApiHub.SendAsync(body.As == "super" ? hub.Super : hub.Admin, body.Route.Split(' ')[0], body.Path, text);
            sent++;
            if (isRight ? answer.Status == 400 && (answer.Text.Contains("wrong kind", StringComparison.Ordinal) || answer.Text.Contains("is required", StringComparison.Ordinal)) : answer.Status != 400)
            {
                wrong.Add($"{body.Route}, {what}: {answer}. {text}");
            }

            if (api.WrongWithAnswer(body.Route, answer.Status, answer.Text) is { } contradiction)
            {
                wrong.Add(contradiction);
            }
        }

        Console.WriteLine($"Random requests: {sent} of {bodies.Count} documented bodies with seed {Seed}, {wrong.Count} contradictions.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct(StringComparer.Ordinal).Take(20)));
    }

    [Fact]
    public async Task Statuses_ThatTheDocumentsName_AreDescribed()
    {
        var api = await DescribedApi.OfAsync(hub);
        var missing = new List<string>();
        foreach (var route in DocumentedRoutes.All.Where(r => r.Door != Door.Public))
        {
            var described = api.Operation($"{route.Method} {route.Template}")["responses"]!.AsObject().Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
            // 001 and 002 list these for all their routes; 409 and 404 are of those that name something.
            var names = route.Template.Contains('{', StringComparison.Ordinal);
            missing.AddRange(new[] { "400", "401", "403", "429", "500" }.Concat(names ? ["404", "409"] : []).Where(s => !described.Contains(s)).Select(s => $"{route}: {s}"));
        }

        Assert.Empty(missing);
        Assert.True(api.Operation("GET /api/integrations/oauth/callback")["responses"]!.AsObject().ContainsKey("302"));
        Assert.False(api.Operation("GET /api/integrations/oauth/callback")["responses"]!.AsObject().ContainsKey("200"));
    }

    [Fact]
    public async Task WhatNoDocumentNames_IsSaidToBeBeyondThem()
    {
        var api = await DescribedApi.OfAsync(hub);
        var documented = DocumentedRoutes.All.Select(r => Plain($"{r.Method} {r.Template}")).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(api.Operations.Where(o => documented.Contains(o.Route) == (o.Operation["x-beyond-documents"]?.GetValue<bool>() == true)).Select(o => o.Route));
        foreach (var (schema, members) in DocumentedMembers)
        {
            var described = api.Components[schema]!.AsObject();
            var beyond = (described["x-beyond-documents"] as JsonArray ?? []).Select(n => n!.GetValue<string>()).Order(StringComparer.Ordinal);
            Assert.Equal((schema, string.Join(' ', described["properties"]!.AsObject().Select(p => p.Key).Except(members, StringComparer.Ordinal).Order(StringComparer.Ordinal))), (schema, string.Join(' ', beyond)));
            Assert.Empty(members.Except(described["properties"]!.AsObject().Select(p => p.Key), StringComparer.Ordinal));
        }
    }

    private static string Plain(string route) => route.Replace("{**", "{", StringComparison.Ordinal).Replace(":guid}", "}", StringComparison.Ordinal);

    /// <summary>Members of answers, copied from the documents' text.</summary>
    private static IEnumerable<(string Schema, string[] Members)> DocumentedMembers { get; } =
    [
        ("ExternalEntityDocument", ["id", "title", "description", "url", "metadata"]),
        ("ProviderResponse", ["id", "name", "displayName", "description", "category", "provider", "status", "audience", "capabilities", "supportedSyncDirections", "supportsRealtime", "supportsWebhooks", "supportsNotifications", "supportsSearch", "searchableEntities", "searchCapabilities", "requiresUserScoping", "authType", "oauthConfig", "availableEntities", "entityMappings", "icon", "color", "version", "isPremium", "requiredPlan", "createdAt", "updatedAt"]),
        ("ProviderListResponse", ["providers", "total", "limit", "offset", "hasMore", "nextOffset"]),
        // 001 shows no IntegrationDocument: these are what it lets one set, and what activating and deactivating answer.
        ("InstanceResponse", ["id", "integrationId", "name", "description", "icon", "settings", "allowedShardTypes", "searchEnabled", "searchableEntities", "userScoped", "status", "enabledAt", "enabledBy", "updatedAt"]),
        ("ConnectedResponse", ["connectionId", "status", "connectedAt"]),
        ("ConnectionResponse", ["connectionId", "status", "lastValidatedAt", "validationError", "expiresAt"]),
        ("TestConnectionResponse", ["success", "message", "error", "testedAt", "responseTime", "details"]),
        ("CredentialsUpdatedResponse", ["success", "credentialSecretName", "updatedAt"]),
        ("UserConnectionResponse", ["connected", "connectionId", "status", "lastConnectedAt"]),
        ("GlobalSearchResponse", ["results", "total", "took", "hasMore", "byIntegration", "byEntity"]),
        ("SearchResponse", ["results", "total", "took", "hasMore"]),
        ("WidgetStatusResponse", ["integrationId", "name", "status", "connectionStatus", "lastConnectedAt", "lastSyncAt", "error"]),
        ("WidgetActivity", ["id", "type", "status", "timestamp", "details"]),
        ("CompanyIntegration", ["id", "companyId", "name", "type", "status", "config", "createdAt", "updatedAt"]),
        ("CompanyLog", ["id", "integrationId", "status", "message", "createdAt"]),
        ("AutomationIntegration", ["id", "type", "name", "description", "status", "icon", "connectedAt", "lastUsed", "capabilities"]),
        ("AutomationDetails", ["id", "type", "name", "description", "status", "icon", "connectedAt", "lastUsed", "capabilities", "configuration", "usageStats"]),
        ("AutomationConnectRequest", ["authType", "redirectUrl", "name", "url", "headers"]),
        ("AutomationWebhookRequest", ["name", "url", "events", "headers", "secret"]),
        ("AutomationWebhook", ["id", "name", "url", "events", "secret", "active", "createdAt"]),
        ("AutomationLog", ["logId", "action", "status", "input", "output", "executionTime", "timestamp"]),
        ("AccountDocument", ["connected", "username", "email", "avatarUrl", "connectedAt", "tokenExpiry"]),
    ];

    /// <summary>Bodies of requests, copied from the documents' text.</summary>
    private async Task<IReadOnlyList<DocumentedBody>> BodiesAsync()
    {
        var absent = Guid.NewGuid();
        var pending = await hub.EnableAsync();
        return
        [
            new("POST /api/integrations/{integrationId}/search", $"/api/integrations/{absent}/search", "query?: string; startDate?: date; endDate?: date; limit?: number"),
            new("POST /api/admin/integrations", "/api/admin/integrations",
                "name: string; displayName: string; description?: string; category: 'crm' | 'communication' | 'data_source' | 'storage' | 'custom'; provider: string; status: 'active' | 'beta' | 'deprecated' | 'disabled'; audience: 'system' | 'tenant'; "
                + "capabilities: string[]; supportedSyncDirections: ('pull' | 'push' | 'bidirectional')[]; supportsRealtime: boolean; supportsWebhooks: boolean; supportsNotifications: boolean; supportsSearch: boolean; searchableEntities?: string[]; "
                + "searchCapabilities?: capabilities; requiresUserScoping: boolean; authType: 'oauth2' | 'api_key' | 'basic' | 'custom'; availableEntities: entity[]; icon: string; color: string; version: string; isPremium?: boolean; requiredPlan?: string") { As = "super" },
            new("PATCH /api/admin/integrations/{category}/{id}/status", $"/api/admin/integrations/crm/{absent}/status", "status: 'active' | 'beta' | 'deprecated' | 'disabled'") { As = "super" },
            new("PATCH /api/admin/integrations/{category}/{id}/audience", $"/api/admin/integrations/crm/{absent}/audience", "audience: 'system' | 'tenant'") { As = "super" },
            new("POST /api/tenant/integrations", "/api/tenant/integrations",
                "integrationId: string; name: string; description?: string; icon?: string; settings?: object; allowedShardTypes?: string[]; searchEnabled?: boolean; searchableEntities?: string[]; userScoped?: boolean"),
            new("POST /api/tenant/integrations/{id}/connect/oauth", $"/api/tenant/integrations/{pending}/connect/oauth", "returnUrl: string"),
            new("POST /api/tenant/integrations/{id}/connect/api-key", $"/api/tenant/integrations/{absent}/connect/api-key", "apiKey: string; displayName?: string"),
            new("POST /api/tenant/integrations/{id}/connect/basic", $"/api/tenant/integrations/{absent}/connect/basic", "username: string; password: string; displayName?: string"),
            new("POST /api/tenant/integrations/{id}/connect/custom", $"/api/tenant/integrations/{absent}/connect/custom", "credentials: object; displayName?: string"),
            new("PATCH /api/tenant/integrations/{id}/credentials", $"/api/tenant/integrations/{absent}/credentials", "credentialType: 'oauth' | 'api_key' | 'basic' | 'custom'; credentials: object"),
            new("POST /api/integrations/search", "/api/integrations/search", "query: string; integrations?: uuid[]; entities?: string[]; filters?: object; limit?: number; offset?: number"),
            new("POST /api/v1/integrations", "/api/v1/integrations", "name: string; type: string; config: object"),
            new("PUT /api/v1/integrations/{id}", $"/api/v1/integrations/{absent}", "name?: string; type?: string; config?: object; status?: 'active' | 'inactive'"),
            new("POST /v1/integrations/{integrationId}/connect", $"/v1/integrations/int_{absent:N}/connect", "authType?: string; redirectUrl?: string; name?: string; url?: string; headers?: texts"),
            new("POST /v1/integrations/{integrationId}/actions/{actionName}", $"/v1/integrations/int_{absent:N}/actions/x", "parameters?: object"),
            new("POST /v1/integrations/webhooks", "/v1/integrations/webhooks", "name: string; url: string; events: string[]; headers?: texts; secret?: string"),
        ];
    }
}
