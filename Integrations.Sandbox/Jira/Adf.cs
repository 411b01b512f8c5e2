using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Jira;

/// <summary>The Atlassian Document Format, as far as texts need it.</summary>
internal static class Adf
{
    public static JsonObject FromText(string text) => new()
    {
        ["version"] = 1,
        ["type"] = "doc",
        ["content"] = new JsonArray([.. text.ReplaceLineEndings("\n").Split("\n\n").Select(Paragraph)]),
    };

    public static string ToText(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(node, text);
        return text.ToString().TrimEnd();
    }

    /// <summary>A document of version 1 in which no text is empty.</summary>
    public static bool IsDocument(JsonNode? node) =>
        node is JsonObject document && document.Text("type") == "doc" && document["version"] is JsonValue version
        && version.TryGetValue<int>(out var number) && number == 1 && document["content"] is JsonArray content && content.All(IsNode);

    private static bool IsNode(JsonNode? node) =>
        node is JsonObject item && item.Text("type") is { } type
        && (type != "text" || item.Text("text") is { Length: > 0 })
        && (item["content"] is not JsonArray children || children.All(IsNode));

    private static JsonNode? Paragraph(string block)
    {
        var content = new JsonArray();
        foreach (var line in block.Split('\n'))
        {
            if (content.Count > 0)
            {
                content.Add(new JsonObject { ["type"] = "hardBreak" });
            }

            if (line.Length > 0)
            {
                content.Add(new JsonObject { ["type"] = "text", ["text"] = line });
            }
        }

        return new JsonObject { ["type"] = "paragraph", ["content"] = content };
    }

    private static void Append(JsonNode? node, StringBuilder text)
    {
        if (node is not JsonObject item)
        {
            return;
        }

        text.Append(item.Text("type") switch { "text" => item.Text("text"), "hardBreak" => "\n", _ => "" });
        foreach (var child in item["content"] as JsonArray ?? [])
        {
            Append(child, text);
        }

        if (item.Text("type") is "paragraph" or "heading" or "listItem" or "codeBlock" or "tableRow")
        {
            text.Append('\n');
        }
    }
}
