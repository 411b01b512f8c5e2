using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>What is kept of an answer whose shape no one promised: a workflow's result, a receiver's reply (SECURITY I11, I14).</summary>
internal static class KeptAnswer
{
    public const int MaxLength = 16 * 1024;

    // Deeper things could not be written into our own answers.
    private const int MaxDepth = 24;

    /// <summary>The JSON that it is, or its text, cut; null when there is nothing.</summary>
    public static JsonNode? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > MaxLength)
        {
            return Text.Shorten(text, MaxLength);
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth }) is { } json && IsReadable(json) ? json : text;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return text;
        }
    }

    /// <summary>Objects with twice the same member parse, and throw when they are first looked into.</summary>
    private static bool IsReadable(JsonNode? node)
    {
        try
        {
            return node switch
            {
                JsonObject members => members.All(member => IsReadable(member.Value)),
                JsonArray items => items.All(IsReadable),
                _ => true,
            };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
