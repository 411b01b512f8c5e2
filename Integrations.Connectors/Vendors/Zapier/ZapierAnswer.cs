using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>What a tool gave back, read from the message itself: blocks of kinds that are not known yet are told too.</summary>
/// <remarks>Source: Model Context Protocol, revisions 2025-11-25 and 2026-07-28, "Tool Result" (read 2026-11).</remarks>
internal sealed class ZapierAnswer(JsonElement raw)
{
    // More is no answer to a person any more.
    private const int BlocksRead = 100;

    public bool IsError => raw.Flag("isError");

    public JsonElement? Structured => raw.Member("structuredContent");

    /// <summary>All texts, in order, one below the other; null when there is none.</summary>
    public string? Text => Blocks.Where(block => block.Text("type") == "text").Select(block => block.Text("text")).Where(text => !string.IsNullOrWhiteSpace(text)).ToList() is { Count: > 0 } texts
        ? string.Join('\n', texts)
        : null;

    /// <summary>Structured content, else the text if it is JSON.</summary>
    public JsonElement? Json
    {
        get
        {
            if (Structured is { } structured)
            {
                return structured;
            }

            try
            {
                return Text is { } text ? JsonElement.Parse(text) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Files that the answer names or holds, each with name and address. What a file of text holds is kept; bytes are not.</summary>
    public JsonArray Files => [.. Blocks.Select(File).OfType<JsonObject>()];

    /// <summary>Blocks that cannot be kept, such as images: their kind, so that a reader knows that there was more.</summary>
    public JsonArray LeftOut => [.. Blocks.Where(block => block.Text("type") is not ("text" or "resource_link" or "resource")).Select(Told)];

    private IEnumerable<JsonElement> Blocks => raw.Items("content").Take(BlocksRead);

    private static JsonObject? File(JsonElement block)
    {
        var file = block.Text("type") switch { "resource_link" => block, "resource" => block.Member("resource") ?? default, _ => default };
        if (file.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var told = new JsonObject { ["name"] = EntityText.Value(file.Text("title") ?? file.Text("name")) ?? EntityText.Value(file.Text("uri")), ["url"] = EntityText.Value(file.Text("uri")) };
        Add(told, "description", EntityText.Description(file.Text("description")));
        Add(told, "mimeType", EntityText.Value(file.Text("mimeType")));
        if (file.Text("text") is { } text)
        {
            told["text"] = KeptAnswer.Of(text) is { } kept && kept.GetValueKind() == JsonValueKind.String ? kept : text.Length <= KeptAnswer.MaxLength ? text : text[..KeptAnswer.MaxLength] + "…";
        }
        else if (file.Text("blob") is not null)
        {
            told["leftOut"] = "Its bytes are not kept.";
        }

        return told;
    }

    private static JsonNode Told(JsonElement block)
    {
        var told = new JsonObject { ["type"] = EntityText.Value(block.Text("type")) ?? "unknown" };
        Add(told, "mimeType", EntityText.Value(block.Text("mimeType")));
        return told;
    }

    private static void Add(JsonObject to, string name, string? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}
