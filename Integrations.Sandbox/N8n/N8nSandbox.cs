using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.N8n;

/// <summary>
/// Three n8n instances: <c>n8n.example</c> as n8n describes its newest API, <c>n8n-2-8.example</c> as release 2.8.4 really answers,
/// <c>n8n-older.example</c> of one from before publishing.
/// </summary>
/// <remarks>
/// Source: n8n's OpenAPI document of the public API 1.1.1, and its webhook node (read 2026-11); n8n 2.8.4 from npm (tried 2026-11-28
/// by <c>scripts/prove n8n</c>). Every account has its own workflows.
/// </remarks>
internal sealed class N8nSandbox : ISandboxVendor
{
    private const string Current = "n8n.example";
    private const string Measured = "n8n-2-8.example";
    private const string Older = "n8n-older.example";

    private readonly AccountWorlds<N8nWorld> _worlds;
    private readonly N8nGuard _guard;
    private readonly TimeProvider _time;

    public N8nSandbox(TimeProvider time, SandboxOptions options)
    {
        _time = time;
        _worlds = new AccountWorlds<N8nWorld>(account => N8nWorld.Create(account, time.GetUtcNow()));
        _guard = new N8nGuard(time, options);
    }

    public string Name => "n8n";

    public IReadOnlyList<string> Hosts => [Current, Measured, Older];

    public IReadOnlyList<SandboxCredential> Credentials =>
    [
        .. SandboxAccounts.All.Select(account => Credential(account, Current)),
        Credential(SandboxAccounts.Ada, Measured),
        Credential(SandboxAccounts.Ada, Older),
    ];

    public void Map(SandboxRoutes routes)
    {
        var webhooks = new N8nWebhooks(_worlds, _time);
        foreach (var host in Hosts)
        {
            var site = routes.Host(host);
            site.MapGet("/healthz", () => SandboxJson.Answer(new { status = "ok" }));
            site.MapGet("/healthz/readiness", () => SandboxJson.Answer(new { status = "ok" }));
            site.MapGet("/api/v1/openapi.yml", () => SandboxJson.Text("openapi: 3.0.0\ninfo:\n  title: n8n Public API\n  version: 1.1.1\n", StatusCodes.Status200OK, "text/yaml; charset=utf-8"));
            site.Map("/webhook/{**path}", (HttpContext http, string path) => webhooks.CallAsync(http, path));
            site.Map("/webhook-test/{**path}", (HttpContext http, string path) => SandboxJson.Answer(
                new { code = 404, message = $"The requested webhook \"{path}\" is not registered.", hint = "Click the 'Execute workflow' button on the canvas, then try again. (In test mode, the webhook only works for one call after you click this button)" },
                StatusCodes.Status404NotFound));
            site.MapGet("/workflow/{id}", (string id) => SandboxHtml.Record(Name, $"Workflow {id}"));
            site.MapGet("/workflow/{id}/executions/{execution}", (string id, string execution) => SandboxHtml.Record(Name, $"Execution {execution}", ("Workflow", id)));
            var api = site.MapGroup("/api/v1");
            new N8nEndpoints(_worlds, _time, host == Current ? N8nRelease.Described : host == Measured ? N8nRelease.V2_8 : N8nRelease.Older).Map(api.MapGroup("").AddEndpointFilter(_guard));
            api.Map("/{**path}", () => N8nGuard.Error(StatusCodes.Status404NotFound, "not found")).WithOrder(100);
        }
    }

    public void Reset() => _worlds.Reset();

    private static SandboxCredential Credential(SandboxAccount account, string host) => SandboxCredential.Pasted(
        "n8n", "api_key", account, ("baseUrl", $"https://{host}"), ("apiKey", N8nKeys.For(account)), ("webhookHeader", N8nSeed.WebhookHeader), ("webhookHeaderValue", N8nSeed.WebhookKey));
}
