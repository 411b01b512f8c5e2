using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using ModelContextProtocol.Client;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>Something that the user's server can do: a tool of its own, or an action behind one of the server's general tools.</summary>
/// <param name="Tool">What is called.</param>
/// <param name="Behind">The action that a general tool is told to run; null for a tool of its own.</param>
internal sealed record ZapierTool(ActionDescriptor Action, bool ReadOnly, McpClientTool Tool, ZapierEnabledAction? Behind)
{
    public const string ToolType = "tool";
    public const string EnabledType = "zapier_action";

    /// <summary>By the action's name, or by a tool's own, which links from before may hold.</summary>
    public bool IsNamed(string name) => Action.Name == name || (Behind is null && Tool.Name == name);

    public ExternalEntity ToEntity() => new(
        Action.Name,
        Behind is null ? ToolType : EnabledType,
        EntityText.Title(Action.DisplayName, Action.Name),
        EntityText.Description(Action.Description),
        "https://" + ZapierAddress.Host)
    {
        Metadata = new JsonObject
        {
            [EntityFields.Container] = Action.Group,
            ["readOnly"] = ReadOnly,
            ["inputSchema"] = JsonNode.Parse(Action.Parameters.GetRawText()),
        },
    };
}
