using System.Text.Json;
using Integrations.Core.Agents;
using ModelContextProtocol.Protocol;

namespace Integrations.Web.Api.Mcp;

/// <summary>What the hub's own tools say of themselves, and who is shown which.</summary>
internal static class McpHubTools
{
    private const string Integration =
        """
        "integrationId": { "type": "string", "format": "uuid", "description": "An integration's id, as list_connected gives it." }
        """;

    private const string Record =
        """
        "entityType": { "enum": ["Meeting", "Person"] }, "entityId": { "type": "string", "format": "uuid", "description": "As list_meetings or list_people gives it." }
        """;

    private static readonly (Tool Tool, Func<AgentStanding, bool> IsShown)[] All =
    [
        (Reads(McpToolNames.ListConnected, "Connected integrations", "Lists the integrations that this program may use, what it may do with each, and where its person grants more.", "", [], openWorld: false), _ => true),
        (Reads(
            McpToolNames.Search, "Search", "Searches issues, events, files, messages and other things of all integrations that this program may read, or of some.",
            $$"""
            "query": { "type": "string", "maxLength": 500, "description": "Words to look for; leave out for the newest of anything." },
            "integrationIds": { "type": "array", "maxItems": 100, "items": { "type": "string", "format": "uuid" }, "description": "Only these; leave out for all." },
            "entityTypes": { "type": "array", "maxItems": 50, "items": { "type": "string", "maxLength": 60 }, "description": "Only these, such as issue or event." },
            "start": { "type": "string", "format": "date-time", "description": "Events from here on; other things changed since." },
            "end": { "type": "string", "format": "date-time" },
            "limit": { "type": "integer", "minimum": 1, "maximum": 50, "description": "Of each integration; 10 if left out." }
            """,
            []), standing => standing.Readable.Count > 0),
        (Reads(
            McpToolNames.ReadEntity, "Read a thing", "Reads one issue, event, file or message as its vendor shows it now.",
            $$"""{{Integration}}, "externalId": { "type": "string", "minLength": 1, "maxLength": 500, "description": "The thing's id, as search gives it." }""",
            ["integrationId", "externalId"]), standing => standing.Readable.Count > 0),
        (Reads(
            McpToolNames.ListMeetings, "Meetings", "Lists meetings that the hub keeps; vendors' things are linked to them.",
            """
            "query": { "type": "string", "maxLength": 200, "description": "Part of the title." }, "limit": { "type": "integer", "minimum": 1, "maximum": 100 }
            """, [], openWorld: false), standing => standing.MayReadRecords),
        (Reads(
            McpToolNames.ListPeople, "People", "Lists people that the hub keeps; vendors' things are linked to them.",
            """
            "query": { "type": "string", "maxLength": 200, "description": "Part of name or address." }, "limit": { "type": "integer", "minimum": 1, "maximum": 100 }
            """, [], openWorld: false), standing => standing.MayReadRecords),
        (Reads(McpToolNames.ListLinks, "Links", "Lists what is linked to a meeting or person.", Record, ["entityType", "entityId"], openWorld: false), standing => standing.MayReadRecords),
        (Changes(
            McpToolNames.LinkEntity, "Link", "Links a vendor's thing to a meeting or person. Doing it again gives the same link.",
            $$"""{{Record}}, {{Integration}}, "externalId": { "type": "string", "minLength": 1, "maxLength": 500 }""",
            ["entityType", "entityId", "integrationId", "externalId"], isDestructive: false, isIdempotent: true), standing => standing.MayLink && standing.Readable.Count > 0),
        (Changes(
            McpToolNames.UnlinkEntity, "Unlink", "Removes a link. The vendor's thing stays as it is.",
            $$"""{{Record}}, "linkId": { "type": "string", "format": "uuid", "description": "As list_links gives it." }""",
            ["entityType", "entityId", "linkId"], isDestructive: true, isIdempotent: false), standing => standing.MayLink && standing.Readable.Count > 0),
        (Reads(
            McpToolNames.FindActions, "Find actions", "Finds actions that this program may run, such as creating an issue.",
            $$"""
            "query": { "type": "string", "maxLength": 200, "description": "Words that all have to occur; leave out for all." }, {{Integration}}, "limit": { "type": "integer", "minimum": 1, "maximum": 100, "description": "30 if left out." }
            """, []), standing => standing.Actions.Any()),
        (Reads(
            McpToolNames.DescribeAction, "Describe an action", "Gives the JSON Schema of an action's parameters.",
            $$"""{{Integration}}, "action": { "type": "string", "minLength": 1, "maxLength": 200, "description": "As find_actions gives it." }""", ["integrationId", "action"]), standing => standing.Actions.Any()),
        (Changes(
            McpToolNames.RunAction, "Run an action", "Runs an action once at its vendor. Where a person has to confirm it, the first call asks them.",
            $$"""{{Integration}}, "action": { "type": "string", "minLength": 1, "maxLength": 200 }, "parameters": { "type": "object", "description": "As describe_action tells." }""",
            ["integrationId", "action"], isDestructive: true, isIdempotent: false), standing => standing.Actions.Any()),
    ];

    public static IEnumerable<Tool> ShownTo(AgentStanding standing) => All.Where(each => each.IsShown(standing)).Select(each => each.Tool);

    public static Tool? Find(string name) => All.FirstOrDefault(each => each.Tool.Name == name).Tool;

    private static Tool Reads(string name, string title, string description, string properties, string[] required, bool openWorld = true) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = Schema(properties, required),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, OpenWorldHint = openWorld },
    };

    private static Tool Changes(string name, string title, string description, string properties, string[] required, bool isDestructive, bool isIdempotent) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = Schema(properties, required),
        Annotations = new ToolAnnotations { ReadOnlyHint = false, DestructiveHint = isDestructive, IdempotentHint = isIdempotent, OpenWorldHint = true },
    };

    private static JsonElement Schema(string properties, string[] required) =>
        JsonElement.Parse($$"""{ "type": "object", "properties": { {{properties}} }, "required": [{{string.Join(", ", required.Select(name => $"\"{name}\""))}}], "additionalProperties": false }""");
}
