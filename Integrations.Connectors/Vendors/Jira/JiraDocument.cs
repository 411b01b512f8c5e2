using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>The Atlassian Document Format of descriptions and comments in Cloud.</summary>
/// <remarks>Source: developer.atlassian.com/cloud/jira/platform/apis/document/structure (read 2026-11-28), and …/document/nodes/inlineCard (read 2026-11-29). A text node must not be empty.</remarks>
internal static class JiraDocument
{
    private const int MaxDepth = 40;

    /// <summary>Blocks: what follows stands on a line of its own.</summary>
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "paragraph", "heading", "listItem", "codeBlock", "tableRow", "taskItem", "decisionItem", "blockquote", "panel", "expand", "nestedExpand", "mediaSingle", "mediaGroup", "embedCard", "blockCard", "rule", "caption",
    };

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
            return node.Read();
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

        var type = node.Text("type") ?? "";
        if (Blocks.Contains(type))
        {
            EndLine(text);
        }

        text.Append(Own(node, type));
        foreach (var child in node.Items("content"))
        {
            Write(child, text, maxLength, depth + 1);
        }

        if (Blocks.Contains(type))
        {
            EndLine(text);
        }
    }

    /// <summary>What a node says by itself. Nodes that we do not know are asked for what most have: a text, a title, an address.</summary>
    private static string? Own(JsonElement node, string type) => type switch
    {
        "text" => Linked(node),
        "hardBreak" => "\n",
        "emoji" => node.Text("attrs", "text") ?? node.Text("attrs", "shortName"),
        "date" => Date(node.Text("attrs", "timestamp")),
        "expand" or "nestedExpand" => node.Text("attrs", "title") is { Length: > 0 } title ? title + "\n" : null,
        "media" or "mediaInline" => node.Text("attrs", "alt") is { Length: > 0 } alt ? Line(node, type, alt) : node.Text("attrs", "url"),
        "inlineCard" or "blockCard" or "embedCard" => Card(node),
        "doc" or "paragraph" or "heading" or "listItem" or "bulletList" or "orderedList" or "taskList" or "decisionList" or "codeBlock" or "table" or "tableRow" or "tableCell" or "tableHeader" => null,
        _ => node.Text("attrs", "text") ?? node.Text("attrs", "url") ?? node.Text("attrs", "title"),
    };

    /// <summary>A card has an address, or instead of it what is known of the thing, as JSON-LD: its name and address are shown.</summary>
    private static string? Card(JsonElement node)
    {
        var words = node.Text("attrs", "data", "name") ?? node.Text("attrs", "data", "title") ?? node.Text("attrs", "data", "summary");
        var address = node.Text("attrs", "url") ?? node.Text("attrs", "data", "url") ?? node.Text("attrs", "data", "@id");
        return string.IsNullOrWhiteSpace(words) || string.Equals(words, address, StringComparison.OrdinalIgnoreCase) ? address
            : string.IsNullOrWhiteSpace(address) ? words
            : $"{words} ({address})";
    }

    /// <summary>Several in a group stand one below the other.</summary>
    private static string Line(JsonElement node, string type, string alt) => type == "media" ? alt + "\n" : alt;

    /// <summary>A link whose words are not its address shows both.</summary>
    private static string? Linked(JsonElement node)
    {
        var words = node.Text("text");
        foreach (var mark in node.Items("marks"))
        {
            if (mark.Text("type") == "link" && mark.Text("attrs", "href") is { Length: > 0 } href && !string.Equals(words?.TrimEnd('/'), href.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            {
                return $"{words} ({href})";
            }
        }

        return words;
    }

    private static void EndLine(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '\n')
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
