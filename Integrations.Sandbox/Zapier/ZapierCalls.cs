using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Zapier;

/// <summary>What the tools do.</summary>
internal sealed class ZapierCalls(AccountWorlds<ZapierWorld> worlds, TimeProvider time)
{
    private const string FeedbackUrl = "https://mcp.zapier.com/feedback";

    /// <summary>The result of a call; null when there is no such tool.</summary>
    public JsonObject? Run(SandboxAccount account, IReadOnlyList<JsonObject> tools, string name, JsonObject arguments)
    {
        if (tools.FirstOrDefault(tool => tool.Text("name") == name) is not { } tool)
        {
            return null;
        }

        if (Complaint(tool, arguments) is { } complaint)
        {
            return Failed(complaint);
        }

        return name switch
        {
            "get_configuration_url" => Text(new JsonObject { ["url"] = $"https://mcp.zapier.com/mcp/servers/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.Email)))[..16]}/config" }),
            "list_enabled_zapier_actions" => Text(ZapierToolset.Enabled(account)),
            "execute_zapier_read_action" or "execute_zapier_write_action" => Act(
                account, $"{arguments.Text("selected_api")!.Replace("CLIAPI", "", StringComparison.Ordinal).ToLowerInvariant()}_{arguments.Text("action")}", arguments["params"] as JsonObject ?? []),
            _ => Act(account, name, arguments),
        };
    }

    private JsonObject Act(SandboxAccount account, string action, JsonObject arguments) => action switch
    {
        "trello_create_card" => Failed("The board 'Roadmap' is full. Archive a card and try again."),
        "notion_create_page" => Failed("McpAuthorizationError: the Notion connection of this server needs to be authorized again."),
        _ => worlds.Use(account, world => Act(world, action, arguments)),
    };

    private JsonObject Act(ZapierWorld world, string action, JsonObject arguments)
    {
        world.TasksUsed += 2;
        var app = action[..Math.Max(0, action.IndexOf('_', StringComparison.Ordinal))];
        if (action.Contains("_find_", StringComparison.Ordinal))
        {
            var query = arguments.Text("query") ?? "";
            var found = world.Records.Where(record => record.App == app && record.Text.Contains(query, StringComparison.OrdinalIgnoreCase)).Reverse().Take(5);
            return Results(new JsonArray([.. found.Select(Document)]));
        }

        var text = string.Join(" · ", arguments.Where(argument => argument.Key is not ("instructions" or "output_hint")).Select(argument => argument.Value?.ToString()));
        return Results(new JsonArray(Document(world.Add(app, text, time.GetUtcNow()))));
    }

    private static string? Complaint(JsonObject tool, JsonObject arguments)
    {
        var schema = (JsonObject)tool["inputSchema"]!;
        var missing = ((JsonArray)schema["required"]!).Select(field => (string)field!).FirstOrDefault(field => arguments[field] is null);
        var strange = arguments.Select(argument => argument.Key).FirstOrDefault(name => !((JsonObject)schema["properties"]!).ContainsKey(name));
        return missing is not null ? $"Required argument '{missing}' is missing." : strange is not null ? $"Unknown argument '{strange}'." : null;
    }

    private static JsonObject Document(ZapierRecord record) => new() { ["id"] = record.Id, ["text"] = record.Text, ["created_at"] = record.At.UtcDateTime.ToString("O") };

    private static JsonObject Results(JsonArray results) => Text(new JsonObject { ["results"] = results, ["feedbackUrl"] = FeedbackUrl });

    private static JsonObject Failed(string error)
    {
        var result = Text(new JsonObject { ["error"] = error, ["feedbackUrl"] = FeedbackUrl });
        result["isError"] = true;
        return result;
    }

    private static JsonObject Text(JsonNode content) => new()
    {
        ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = content.ToJsonString() }),
        ["isError"] = false,
    };
}
