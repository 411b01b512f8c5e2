using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>Turns what a tool gave back into an action's outcome.</summary>
internal static class ZapierOutcome
{
    public static ActionOutcome Read(ZapierTool tool, ZapierAnswer answer)
    {
        var output = new JsonObject { ["tool"] = tool.Action.Name, ["status"] = "success" };
        var text = KeptAnswer.Of(answer.Text);
        if (answer.Structured is { } structured)
        {
            output["result"] = KeptAnswer.Of(structured.GetRawText());
            // Servers repeat structured content as text for older clients; what differs from it is the tool's own.
            if (text is not null && !JsonNode.DeepEquals(text, output["result"]))
            {
                output["text"] = text;
            }
        }
        else if (text is not null)
        {
            output["result"] = text;
        }

        Add(output, "files", answer.Files);
        Add(output, "leftOut", answer.LeftOut);
        return new ActionOutcome(output, tool.ToEntity());
    }

    /// <summary>The tool ran and failed (a result, by the protocol): shown in the tool's own words.</summary>
    public static Failure Refused(string vendor, ZapierAnswer answer)
    {
        var text = answer.Text ?? "";
        var words = VendorFailures.Clean(answer.Json?.Text("error") ?? text, 300);
        return text.Contains("McpAuthorizationError", StringComparison.Ordinal)
            ? new Failure(FailureKind.VendorRefused, "zapier.app_connection", "The app connection behind this action needs attention. Open the server on mcp.zapier.com and connect the app again.")
            : new Failure(FailureKind.VendorRefused, "zapier.action_failed", words.Length == 0 ? $"{vendor} ran the action, and it failed without saying why." : $"{vendor} ran the action, and it failed: {TextDirection.Isolate(words)}");
    }

    private static void Add(JsonObject output, string name, JsonArray items)
    {
        if (items.Count > 0)
        {
            output[name] = items;
        }
    }
}
