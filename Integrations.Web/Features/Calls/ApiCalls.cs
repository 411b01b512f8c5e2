using System.Text.Json.Nodes;
using Integrations.Web.Api.Automation;

namespace Integrations.Web.Features.Calls;

/// <summary>The calls that pages offer to copy; a test sends them to the routes and compiles them against the client.</summary>
internal static class ApiCalls
{
    /// <summary>One search over everything connected.</summary>
    public static ApiCall Search(string words, int limit) => new(
        "/api/integrations/search",
        new JsonObject { ["query"] = words, ["limit"] = limit },
        $"Platform.SearchAllAsync(new() {{ Query = {ApiCall.Literal(words)}, Limit = {limit} }})");

    /// <summary>An action with the values of its form.</summary>
    public static ApiCall Action(Guid integrationId, string action, JsonObject parameters)
    {
        var id = AutomationIds.Of(AutomationIds.Integration, integrationId);
        return new ApiCall(
            $"/v1/integrations/{id}/actions/{Uri.EscapeDataString(action)}",
            new JsonObject { ["parameters"] = parameters.DeepClone() },
            $"Automation.RunActionAsync(\n    {ApiCall.Literal(id)}, {ApiCall.Literal(action)},\n    new() {{ Parameters = System.Text.Json.Nodes.JsonNode.Parse({ApiCall.Raw(parameters)})!.AsObject() }})");
    }
}
