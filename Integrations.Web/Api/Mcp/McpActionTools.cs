using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Agents;
using Integrations.Primitives;
using ModelContextProtocol.Protocol;

namespace Integrations.Web.Api.Mcp;

/// <summary>Finds, describes and runs actions; each works for thousands as for one.</summary>
internal sealed class McpActionTools(AgentActions actions)
{
    private const int DefaultLimit = 30;

    public async Task<Result<CallToolResult>> FindAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var found = await actions.FindAsync(standing, arguments.Id("integrationId"), arguments.Text("query") ?? "", cancellationToken);
        return McpResults.Of(new JsonObject
        {
            ["total"] = found.Items.Count,
            ["actions"] = new JsonArray([.. found.Items.Take(arguments.Number("limit", DefaultLimit)).Select(item => (JsonNode)new JsonObject
            {
                ["integrationId"] = item.IntegrationId,
                ["integration"] = item.IntegrationName,
                ["action"] = item.Action.Name,
                [McpResults.VendorData] = new JsonObject { ["title"] = item.Action.DisplayName, ["description"] = item.Action.Description, ["app"] = item.Action.Group },
            })]),
            ["waitForAGrant"] = new JsonArray([.. found.Waiting.Select(action => (JsonNode)new JsonObject { ["integration"] = action.IntegrationName, ["action"] = action.Name })]),
            ["failures"] = new JsonArray([.. found.Failures.Select(failure => (JsonNode)new JsonObject { ["integration"] = failure.Key, ["code"] = failure.Value.Code, ["message"] = failure.Value.Message })]),
        });
    }

    public async Task<Result<CallToolResult>> DescribeAsync(AgentStanding standing, McpArguments arguments, CancellationToken cancellationToken)
    {
        var described = await actions.DescribeAsync(standing, arguments.Id("integrationId") ?? default, arguments.Text("action") ?? "", cancellationToken);
        return described.Map(item => McpResults.Of(new JsonObject
        {
            ["integrationId"] = item.IntegrationId,
            ["integration"] = item.IntegrationName,
            ["action"] = item.Action.Name,
            [McpResults.VendorData] = new JsonObject
            {
                ["title"] = item.Action.DisplayName,
                ["description"] = item.Action.Description,
                ["parameters"] = JsonNode.Parse(item.Action.Parameters.GetRawText()),
            },
        }));
    }

    public async Task<Result<CallToolResult>> RunAsync(
        AgentStanding standing, Guid integrationId, string action, JsonElement parameters, McpProgress progress, CancellationToken cancellationToken)
    {
        await progress.TellAsync(0, 1, "Asking the vendor", cancellationToken);
        var ran = await actions.RunAsync(standing, integrationId, action, parameters, cancellationToken);
        if (!ran.TryGet(out var run, out var failure))
        {
            return failure;
        }

        await progress.TellAsync(1, 1, "Done", cancellationToken);
        return McpResults.Of(
            new JsonObject
            {
                ["activityId"] = run.Id,
                ["action"] = run.Action,
                ["ranAt"] = run.RanAt,
                ["tookMilliseconds"] = (long)run.Took.TotalMilliseconds,
                [McpResults.VendorData] = new JsonObject { ["output"] = run.Output.DeepClone(), ["entity"] = run.Entity is { } entity ? McpResults.Entity(entity) : null },
            },
            run.Entity is { } made ? [McpResources.Link(integrationId, made)] : []);
    }
}
