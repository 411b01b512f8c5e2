using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Integrations.Core.Bulk;
using Integrations.Core.Connections.Links;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Templates;
using Integrations.Core.Webhooks;
using Integrations.Tests.Api.Platform;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Api.Conformance;

/// <summary>Every documented route × every kind of caller × every kind of object (SECURITY A2, A3).</summary>
public sealed partial class AuthorizationMatrixTests(ApiHub hub) : IClassFixture<ApiHub>
{
    [Fact]
    public void EveryDocumentedRoute_IsServed_AndEveryServedApiRouteHasADoor()
    {
        var served = hub.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} /{e.RoutePattern.RawText!.Trim('/')}"))
            .ToHashSet(StringComparer.Ordinal);

        var missing = DocumentedRoutes.Every.Where(r => !served.Contains($"{r.Method} {r.Template}")).ToList();
        Assert.Empty(missing);
    }

    [Fact, Proves("A2")]
    public async Task EveryRoute_EveryCaller_EveryObject()
    {
        using var garbage = hub.App.Anonymous();
        garbage.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "itg_made-up");
        var callers = new (string Name, HttpClient Client, Role? Role)[]
        {
            ("anonymous", hub.Anonymous, null), ("garbage token", garbage, null), ("user", hub.User, Role.User), ("admin", hub.Admin, Role.TenantAdmin),
            ("another organization's admin", hub.Stranger, Role.TenantAdmin), ("super admin", hub.Super, Role.SuperAdmin),
        };
        var (combinations, leaks) = (0, new List<string>());
        foreach (var route in DocumentedRoutes.Every.Where(r => r.Door != Door.Public))
        {
            foreach (var (name, client, role) in callers)
            {
                var absent = await AskAsync(client, route, Guid.NewGuid());
                var malformed = await AskAsync(client, route, null);
                var foreign = await AskAsync(client, route, await ForeignAsync(route, name));
                combinations += 3;
                if (Expected(route, role) is { } refused)
                {
                    leaks.AddRange(new[] { absent, malformed, foreign }.Where(a => a.Status != refused).Select(a => $"{route} as {name}: {a.Status} instead of {refused}"));
                    continue;
                }

                if (IsAboutOneIntegration(route) && (Plain(foreign) != Plain(absent) || foreign.Status is < 400 or >= 500))
                {
                    leaks.Add($"{route} as {name}: foreign {foreign} differs from absent {absent}");
                }

                if (name is "user" or "admin" && IsAboutOneIntegration(route))
                {
                    var own = await AskAsync(client, route, route.Document switch
                    {
                        "004" => (name == "user" ? hub.UserCaller : hub.AdminCaller).UserId,
                        "hub-003" => await FirstAsync(("own webhook", hub.AdminCaller), () => WebhookAsync(hub.AdminCaller)),
                        _ => await hub.EnableAsync(),
                    });
                    combinations++;
                    if (own.Status is 401 or >= 500 || (name == "admin" && own.Status == 403))
                    {
                        leaks.Add($"{route} as {name} on their own: {own}");
                    }
                }
            }
        }

        Console.WriteLine($"Authorization matrix: {combinations} combinations of {DocumentedRoutes.Every.Count} routes, {leaks.Count} leaks.");
        Assert.Empty(leaks);
    }

    [Fact, Proves("A2")]
    public async Task DisabledPerson_IsLetInNowhere()
    {
        await using var own = new HubApp();
        using var client = await own.WithTokenOfAsync(ApiHub.UserEmail);
        Assert.Equal(200, (await ApiHub.SendAsync(client, "GET", "/api/integrations")).Status);
        await using var db = await own.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var person = await db.Users.SingleAsync(u => u.Email == ApiHub.UserEmail);
        person.DisabledAt = DateTimeOffset.UtcNow;
        await db.SaveChangesAsync();
        own.Services.GetRequiredService<UserDirectory>().Forget(person.Id);

        foreach (var route in DocumentedRoutes.Every.Where(r => r.Door != Door.Public))
        {
            Assert.Equal(401, (await AskAsync(client, route, Guid.NewGuid())).Status);
        }
    }

    [Fact, Proves("S10")]
    public async Task TheSessionCookie_OpensNoApiRoute()
    {
        using var browser = await hub.App.SignedInAsync(ApiHub.AdminEmail);
        foreach (var route in DocumentedRoutes.Every.Where(r => r.Door != Door.Public))
        {
            Assert.Equal(401, (await AskAsync(browser, route, hub.GitHub)).Status);
        }
    }

    private static int? Expected(DocumentedRoute route, Role? role) => (route.Door, role) switch
    {
        (_, null) => 401,
        (Door.SuperAdmin, not Role.SuperAdmin) => 403,
        (Door.TenantAdmin, not Role.TenantAdmin) => 403,
        _ => null,
    };

    private static bool IsAboutOneIntegration(DocumentedRoute route) =>
        route.Template.Contains("{id}", StringComparison.Ordinal) && !route.Template.Contains("{category}", StringComparison.Ordinal)
        || route.Template.Contains("{integrationId}", StringComparison.Ordinal)
        || route.Template.Contains("{webhookId}", StringComparison.Ordinal)
        || route.Template.Contains("{userId}", StringComparison.Ordinal);

    private static async Task<ApiAnswer> AskAsync(HttpClient client, DocumentedRoute route, Guid? id)
    {
        var written = id is null ? "nonsense" : route.Document == "003" ? $"int_{id:N}" : route.Document == "hub-003" ? $"wh_{id:N}" : id.ToString()!;
        var path = route.Template
            .Replace("{integrationId}", written, StringComparison.Ordinal).Replace("{userId}", written, StringComparison.Ordinal)
            .Replace("{webhookId}", written, StringComparison.Ordinal).Replace("{deliveryId}", $"dlv_{Guid.Empty:N}", StringComparison.Ordinal)
            .Replace("{category}", "data_source", StringComparison.Ordinal).Replace("{id}", written, StringComparison.Ordinal)
            .Replace("{**externalId}", "x", StringComparison.Ordinal).Replace("{**path}", "user", StringComparison.Ordinal).Replace("{actionName}", "x", StringComparison.Ordinal);
        var query = route.Method == "GET" ? "?query=a&entity=issue" : "";
        return await ApiHub.SendAsync(client, route.Method, path + query, route.Method is "GET" or "DELETE" ? null : "{}");
    }

    /// <summary>Something of an organization that is not the caller's, of the kind that the route is about.</summary>
    private async Task<Guid> ForeignAsync(DocumentedRoute route, string caller)
    {
        var owner = caller.StartsWith("another", StringComparison.Ordinal) ? hub.AdminCaller : hub.StrangerCaller;
        return route switch
        {
            { Document: "004" } => owner.UserId!.Value,
            { Document: "hub-003" } => await FirstAsync(("webhook", owner), () => WebhookAsync(owner)),
            { Document: "hub" } => await FirstAsync((IsAboutTemplates(route) ? "template" : IsAboutConnectLinks(route) ? "link to connect" : "batch", owner), () => ObjectAsync(route, owner)),
            _ when owner == hub.AdminCaller => hub.GitHub,
            _ => await FirstAsync(("integration", owner), () => hub.ConnectAsync(owner, "github", "Theirs")),
        };
    }

    private static bool IsAboutTemplates(DocumentedRoute route) => route.Template.StartsWith("/api/tenant/templates", StringComparison.Ordinal);

    private static bool IsAboutConnectLinks(DocumentedRoute route) => route.Template.StartsWith("/api/connect-links", StringComparison.Ordinal);

    private async Task<Guid> ObjectAsync(DocumentedRoute route, Caller owner) => IsAboutConnectLinks(route)
        ? (await hub.Get<ConnectLinkService>().CreateAsync(owner, new NewConnectLink(["github"], ConnectLinkAudience.AnyMember), CancellationToken.None)).Value.Row.Id
        : IsAboutTemplates(route)
        ? (await hub.Get<TemplateService>().SaveAsync(owner, owner == hub.AdminCaller ? hub.GitHub : await hub.ConnectAsync(owner, "github", "Saved from"), $"Template of {owner.DisplayName}", CancellationToken.None)).Value.Id
        : (await hub.Get<BatchService>().StartAsync(owner, BatchAction.Test, [hub.GitHub], CancellationToken.None)).Value.Id;

    private async Task<Guid> WebhookAsync(Caller owner) => (await hub.Get<WebhookEndpointService>().CreateAsync(
        owner, new WebhookEndpointValues { Name = PlatformScene.Unique("Hook"), Url = "https://myapp.com/x", Events = ["workflow.executed"] }, CancellationToken.None)).Value.Endpoint.Id;

    private async Task<Guid> FirstAsync((string, Caller) key, Func<Task<Guid>> make) =>
        _foreign.TryGetValue(key, out var made) ? made : _foreign[key] = await make();

    // Answers may differ by their request id and by nothing else.
    private static string Plain(ApiAnswer answer) => $"{answer.Status} {RequestId().Replace(answer.Text, "")}";

    [GeneratedRegex("\"requestId\":\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex RequestId();

    private readonly Dictionary<(string, Caller), Guid> _foreign = [];
}
