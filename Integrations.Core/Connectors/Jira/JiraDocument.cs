using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Core.Connectors.Jira;

/// <summary>The Atlassian Document Format of descriptions and comments in Cloud.</summary>
/// <remarks>Source: developer.atlassian.com/cloud/jira/platform/apis/document/structure (read 2026-11-20). A text node must not be empty.</remarks>
internal static class JiraDocument
{
    private const int MaxDepth = 40;

    /// <summary>One paragraph per block of lines; single line breaks stay inside it.</summary>
    public static JsonObject FromText(string text)
    {
        var paragraphs = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Paragraph).ToArray<JsonNode>();
        return new JsonObject { ["version"] = 1, ["type"] = "doc", ["content"] = new JsonArray(paragraphs) };
    }

    /// <summary>The words of a document, cut at about the given length; a plain text (Data Center) comes back as it is.</summary>
    public static string? ToText(JsonElement? document, int maxLength = ExternalEntity.DescriptionMaxLength)
    {
        if (document is not { } node)
        {
            return null;
        }

        if (node.ValueKind == JsonValueKind.String)
        {
            return node.GetString();
        }

        var text = new StringBuilder();
        Write(node, text, maxLength, 0);
        return text.ToString().Trim();
    }

    private static JsonObject Paragraph(string block)
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

    private static void Write(JsonElement node, StringBuilder text, int maxLength, int depth)
    {
        if (depth > MaxDepth || text.Length > maxLength)
        {
            return;
        }

        var type = node.Text("type");
        text.Append(type switch
        {
            "text" => node.Text("text"),
            "hardBreak" => "\n",
            "mention" => node.Text("attrs", "text"),
            "emoji" => node.Text("attrs", "text") ?? node.Text("attrs", "shortName"),
            "inlineCard" or "blockCard" => node.Text("attrs", "url"),
            "date" => Date(node.Text("attrs", "timestamp")),
            _ => null,
        });
        foreach (var child in node.Items("content"))
        {
            Write(child, text, maxLength, depth + 1);
        }

        if (type is "paragraph" or "heading" or "listItem" or "codeBlock" or "tableRow")
        {
            text.Append('\n');
        }
    }

    // Milliseconds, written as text.
    private static string? Date(string? timestamp) =>
        long.TryParse(timestamp, out var milliseconds) && milliseconds is > -62_000_000_000_000 and < 253_000_000_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
