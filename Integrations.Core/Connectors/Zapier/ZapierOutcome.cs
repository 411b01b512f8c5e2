using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;
using ModelContextProtocol.Protocol;

namespace Integrations.Core.Connectors.Zapier;

/// <summary>Reads what a tool gave back.</summary>
internal static class ZapierOutcome
{
    public static ActionOutcome Read(ZapierTool tool, CallToolResult result)
    {
        var output = new JsonObject { ["tool"] = tool.Action.Name, ["status"] = "success" };
        var answer = result.StructuredContent is { } structured ? KeptAnswer.Of(structured.GetRawText()) : KeptAnswer.Of(Text(result));
        if (answer is not null)
        {
            output["result"] = answer;
        }

        return new ActionOutcome(output, tool.ToEntity());
    }

    /// <summary>The tool ran and failed (a result, by the protocol): shown in the tool's own words.</summary>
    public static Failure Refused(string vendor, CallToolResult result)
    {
        var text = Text(result) ?? "";
        var words = VendorFailures.Clean(Json(result)?.Text("error") ?? text, 300);
        return text.Contains("McpAuthorizationError", StringComparison.Ordinal)
            ? new Failure(FailureKind.VendorRefused, "zapier.app_connection", "The app connection behind this action needs attention. Open the server on mcp.zapier.com and connect the app again.")
            : new Failure(FailureKind.VendorRefused, "zapier.action_failed", words.Length == 0 ? $"{vendor} ran the action, and it failed without saying why." : $"{vendor} ran the action, and it failed: {words}");
    }

    /// <summary>Structured content, else the first text block if it is JSON.</summary>
    public static JsonElement? Json(CallToolResult result)
    {
        if (result.StructuredContent is { } structured)
        {
            return structured;
        }

        try
        {
            return Text(result) is { } text ? JsonElement.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(CallToolResult result) => result.Content?.OfType<TextContentBlock>().Select(block => block.Text).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
}
