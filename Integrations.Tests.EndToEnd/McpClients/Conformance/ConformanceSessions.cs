#pragma warning disable MCP9001, MCP9005, MCP9006 // Deprecated as of revision 2026-07-28; the suite asks for it all the same.
using System.ComponentModel;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static ModelContextProtocol.Protocol.ElicitRequestParams;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Tools that ask or tell the client something while they run, which revisions before 2026-07-28 can do within a session only.</summary>
[McpServerToolType]
internal static class ConformanceSessions
{
    private static readonly string[] Options = ["option1", "option2", "option3"];

    [McpServerTool(Name = "test_tool_with_logging"), Description("Logs three lines.")]
    public static async Task<string> LogAsync(McpServer server, CancellationToken cancellationToken)
    {
        foreach (var line in new[] { "Tool execution started", "Tool processing data", "Tool execution completed" })
        {
            await server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification, new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Data = JsonSerializer.SerializeToElement(line) }, cancellationToken: cancellationToken);
        }

        return "Done";
    }

    [McpServerTool(Name = "test_reconnection"), Description("Closes its stream before it answers.")]
    public static async Task<string> ReconnectAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        await request.EnablePollingAsync(TimeSpan.FromMilliseconds(500), cancellationToken);
        return "Done";
    }

    [McpServerTool(Name = "test_sampling"), Description("Asks the client's model.")]
    public static async Task<string> SampleAsync(McpServer server, [Description("What it is asked.")] string prompt, CancellationToken cancellationToken)
    {
        var said = await server.SampleAsync(ConformanceAnswers.Message(prompt, 100), cancellationToken);
        return $"LLM response: {said.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text}";
    }

    [McpServerTool(Name = "test_elicitation"), Description("Asks the client's person.")]
    public static Task<string> ElicitAsync(McpServer server, [Description("What they are asked.")] string message, CancellationToken cancellationToken) =>
        AskAsync(server, message, new() { ["username"] = new StringSchema { Description = "User's response" }, ["email"] = new StringSchema { Description = "User's email address" } }, cancellationToken);

    [McpServerTool(Name = "test_elicitation_sep1034_defaults"), Description("Asks with values that are there already.")]
    public static Task<string> DefaultsAsync(McpServer server, CancellationToken cancellationToken) => AskAsync(
        server,
        "Choose",
        new()
        {
            ["name"] = new StringSchema { Default = "John Doe" },
            ["age"] = new NumberSchema { Type = "integer", Default = 30 },
            ["score"] = new NumberSchema { Default = 95.5 },
            ["status"] = new UntitledSingleSelectEnumSchema { Enum = ["active", "inactive", "pending"], Default = "active" },
            ["verified"] = new BooleanSchema { Default = true },
        },
        cancellationToken);

    [McpServerTool(Name = "test_elicitation_sep1330_enums"), Description("Asks for choices of every kind.")]
    public static Task<string> ChoicesAsync(McpServer server, CancellationToken cancellationToken) => AskAsync(
        server,
        "Choose",
        new()
        {
            ["untitledSingle"] = new UntitledSingleSelectEnumSchema { Enum = Options },
            ["titledSingle"] = new TitledSingleSelectEnumSchema { OneOf = Titled("Option") },
            ["legacyEnum"] = new LegacyTitledEnumSchema { Enum = ["opt1", "opt2", "opt3"], EnumNames = ["Option One", "Option Two", "Option Three"] },
            ["untitledMulti"] = new UntitledMultiSelectEnumSchema { Items = new UntitledEnumItemsSchema { Enum = Options } },
            ["titledMulti"] = new TitledMultiSelectEnumSchema { Items = new TitledEnumItemsSchema { AnyOf = Titled("Choice") } },
        },
        cancellationToken);

    private static EnumSchemaOption[] Titled(string what) =>
        [new() { Const = "value1", Title = $"First {what}" }, new() { Const = "value2", Title = $"Second {what}" }, new() { Const = "value3", Title = $"Third {what}" }];

    private static async Task<string> AskAsync(McpServer server, string message, Dictionary<string, PrimitiveSchemaDefinition> properties, CancellationToken cancellationToken)
    {
        var said = await server.ElicitAsync(new ElicitRequestParams { Message = message, RequestedSchema = new RequestSchema { Properties = properties } }, cancellationToken);
        return $"Elicitation completed: action={said.Action}, content={JsonSerializer.Serialize(said.Content)}";
    }
}
