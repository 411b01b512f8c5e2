using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.N8n;

/// <summary>Production webhooks of active workflows: a call runs the workflow and adds an execution.</summary>
internal sealed class N8nWebhooks(AccountWorlds<N8nWorld> worlds, TimeProvider time)
{
    public async Task<IResult> CallAsync(HttpContext http, string path)
    {
        var sent = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? new JsonObject(http.Request.Query.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value.ToString())))
            : await SandboxJson.ReadAsync(http);
        var account = SandboxAccounts.All.FirstOrDefault(a => path.Split('/').Any(segment => segment.EndsWith(N8nSeed.PathSuffix(a), StringComparison.Ordinal)));
        return account is null ? NotRegistered(http, path) : worlds.Use(account, world => Call(http, world, path, sent));
    }

    private IResult Call(HttpContext http, N8nWorld world, string path, JsonNode? sent)
    {
        var candidates = world.Workflows.Where(workflow => workflow.ActiveVersionId is not null)
            .SelectMany(workflow => workflow.Nodes.Where(node => node.Type == N8nNode.Webhook).Select(node => (workflow, node, route: Match(node, path))))
            .Where(candidate => candidate.route is not null)
            .ToList();
        if (candidates.Count == 0)
        {
            return NotRegistered(http, path);
        }

        var (workflow, node, parameters) = candidates[0];
        if (!string.Equals(node.Text("httpMethod"), http.Request.Method, StringComparison.OrdinalIgnoreCase))
        {
            return SandboxJson.Answer(
                new { code = 404, message = $"This webhook is not registered for {http.Request.Method} requests. Did you mean to make a {node.Text("httpMethod")} request?" },
                StatusCodes.Status404NotFound);
        }

        if (node.Text("authentication") == "headerAuth" && http.Request.Headers[N8nSeed.WebhookHeader] != N8nSeed.WebhookKey)
        {
            return SandboxJson.Text("Authorization data is wrong!", StatusCodes.Status403Forbidden);
        }

        var fails = workflow.Nodes.Any(n => n.Type == "n8n-nodes-base.stopAndError");
        var execution = world.AddExecution(workflow, "webhook", fails ? "error" : "success", time.GetUtcNow(), TimeSpan.FromMilliseconds(400));
        if (workflow.Nodes.Any(n => n.Type == "n8n-nodes-base.wait"))
        {
            (execution.Status, execution.StoppedAt) = ("waiting", null);
        }

        return node.Text("responseMode") switch
        {
            "onReceived" => SandboxJson.Answer(new { message = "Workflow was started" }),
            _ when fails => SandboxJson.Answer(new { message = "Error in workflow" }, StatusCodes.Status500InternalServerError),
            "lastNode" => SandboxJson.Answer(new { customer = "Northwind", plan = "pro", asked = sent }),
            _ => SandboxJson.Answer(new { orderId = 7_000 + execution.Id, parameters, received = sent }, StatusCodes.Status201Created),
        };
    }

    /// <summary>Route parameters by name; null when the path is another one. Paths with parameters are led by the node's webhook id.</summary>
    private static Dictionary<string, string>? Match(N8nNode node, string path)
    {
        var pattern = node.Text("path")!;
        var expected = (pattern.Contains(':', StringComparison.Ordinal) ? $"{node.WebhookId}/{pattern}" : pattern).Split('/');
        var given = path.Split('/');
        if (expected.Length != given.Length)
        {
            return null;
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (want, have) in expected.Zip(given))
        {
            if (want.StartsWith(':'))
            {
                // The server leaves %2F as it came; n8n decodes after splitting.
                parameters[want[1..]] = Uri.UnescapeDataString(have);
            }
            else if (want != have)
            {
                return null;
            }
        }

        return parameters;
    }

    private static IResult NotRegistered(HttpContext http, string path) => SandboxJson.Answer(
        new
        {
            code = 404,
            message = $"The requested webhook \"{http.Request.Method} {path}\" is not registered.",
            hint = "The workflow must be active for a production URL to run successfully. You can activate the workflow using the toggle in the top-right of the editor. Note that unlike test URL calls, production URL calls aren't shown on the canvas (only in the executions list)",
        },
        StatusCodes.Status404NotFound);
}
