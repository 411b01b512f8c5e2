using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Zapier;

/// <summary>The tools of a server: one per action, or the general ones that run all actions.</summary>
internal static class ZapierToolset
{
    private const int HugeCount = 10_000;

    private static readonly (string Name, string Title, string Description, bool Reads, string[] Fields)[] Actions =
    [
        ("slack_send_channel_message", "Slack: Send Channel Message", "Posts a new message to a channel you choose.", false, ["channel", "text"]),
        ("slack_find_message", "Slack: Find Message", "Finds messages by their text.", true, ["query"]),
        ("gmail_send_email", "Gmail: Send Email", "Creates and sends a new email message.", false, ["to", "subject", "body"]),
        ("gmail_find_email", "Gmail: Find Email", "Finds an email message.", true, ["query"]),
        ("google_calendar_create_detailed_event", "Google Calendar: Create Detailed Event", "Creates an event by defining each field.", false, ["summary", "start_date_time", "end_date_time"]),
        ("google_sheets_create_spreadsheet_row", "Google Sheets: Create Spreadsheet Row", "Creates a new row in a spreadsheet.", false, ["spreadsheet", "row"]),
        ("hubspot_create_contact", "HubSpot: Create Contact", "Creates a contact.", false, ["email", "first_name"]),
        ("trello_create_card", "Trello: Create Card", "Adds a card to a board. This board is full, so it always fails.", false, ["board", "name"]),
        ("notion_create_page", "Notion: Create Page", "Creates a page. The app connection behind it has lapsed.", false, ["title", "content"]),
    ];

    private static readonly string[] Managing =
    [
        "discover_zapier_actions", "enable_zapier_action", "disable_zapier_action", "auto_provision_mcp", "list_zapier_connections", "manage_zapier_connections",
        "get_configuration_url", "list_zapier_skills", "get_zapier_skill", "create_zapier_skill", "update_zapier_skill", "delete_zapier_skill", "send_feedback",
    ];

    /// <summary>One tool per action.</summary>
    public static IReadOnlyList<JsonObject> Classic(SandboxAccount account) => account.Behaviour switch
    {
        SandboxBehaviour.Empty => [],
        SandboxBehaviour.Huge => [Configuration, .. Actions.Select(Tool), .. Enumerable.Range(1, HugeCount).Select(i => Tool(($"tables_update_record_{i}", $"Tables: Update Record {i}", "Updates a record of a table.", false, ["record"])))],
        _ => [Configuration, .. Actions.Select(Tool)],
    };

    private static JsonObject Configuration => Tool("get_configuration_url", "Gives the address of this server's settings page.", reads: true, [], []);

    /// <summary>General tools; the actions are told by one of them.</summary>
    public static IReadOnlyList<JsonObject> Dynamic() =>
    [
        Tool("list_enabled_zapier_actions", "Lists the actions that are enabled on this server.", reads: true, new JsonObject { ["app"] = Text("App"), ["action"] = Text("Action") }, []),
        Tool("execute_zapier_read_action", "Runs an enabled action that only reads.", reads: true, Executing(), ["selected_api", "action", "params"]),
        Tool("execute_zapier_write_action", "Runs an enabled action that changes something.", reads: false, Executing(), ["selected_api", "action", "params"]),
        .. Managing.Select(name => Tool(name, $"Manages this server: {name.Replace('_', ' ')}.", reads: false, [], [])),
    ];

    /// <summary>What <c>list_enabled_zapier_actions</c> gives as text.</summary>
    public static JsonArray Enabled(SandboxAccount account) => account.Behaviour == SandboxBehaviour.Empty
        ? []
        : new JsonArray([.. Actions.GroupBy(action => action.Name[..action.Name.IndexOf('_', StringComparison.Ordinal)]).Select(app => (JsonNode)new JsonObject
        {
            ["app"] = app.Key,
            ["selected_api"] = $"{char.ToUpperInvariant(app.Key[0])}{app.Key[1..]}CLIAPI",
            ["actions"] = new JsonArray([.. app.Select(action => (JsonNode)new JsonObject
            {
                ["key"] = action.Name[(app.Key.Length + 1)..],
                ["name"] = action.Title[(action.Title.IndexOf(": ", StringComparison.Ordinal) + 2)..],
                ["tool"] = action.Reads ? "execute_zapier_read_action" : "execute_zapier_write_action",
                ["params"] = new JsonArray([.. action.Fields.Select((field, i) => (JsonNode)new JsonObject { ["key"] = field, ["label"] = field.Replace('_', ' '), ["type"] = "string", ["required"] = i == 0 })]),
            })]),
        })]);

    private static JsonObject Tool((string Name, string Title, string Description, bool Reads, string[] Fields) action)
    {
        var properties = new JsonObject { ["instructions"] = Text("What should be done, in plain words.") };
        foreach (var field in action.Fields)
        {
            properties[field] = Text(field.Replace('_', ' '));
        }

        properties["output_hint"] = Text("Which parts of the result are wanted.");
        var tool = Tool(action.Name, action.Description, action.Reads, properties, ["instructions", action.Fields[0]]);
        tool["title"] = action.Title;
        return tool;
    }

    private static JsonObject Tool(string name, string description, bool reads, JsonObject properties, string[] required) => new()
    {
        ["name"] = name,
        ["description"] = description,
        ["inputSchema"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(field => (JsonNode)field)]),
            ["additionalProperties"] = false,
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
        },
        ["annotations"] = new JsonObject { ["readOnlyHint"] = reads, ["destructiveHint"] = false, ["idempotentHint"] = reads, ["openWorldHint"] = true },
    };

    private static JsonObject Executing() => new()
    {
        ["selected_api"] = Text("App, as listed"),
        ["action"] = Text("Action key, as listed"),
        ["params"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = true },
        ["tool_name"] = Text("Name to show"),
    };

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
