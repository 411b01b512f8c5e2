using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Connectors.Declarative.Templates;

/// <summary>One field of ours out of a vendor's thing: the first of several ways that gives something.</summary>
internal sealed record MappedValue(MappedSource[] Sources)
{
    /// <summary>The same, with texts that need all of their places.</summary>
    public MappedValue Whole() => new([.. Sources.Select(source => source with { IsWhole = true })]);

    /// <summary>As metadata carries it; null when the vendor tells nothing.</summary>
    public JsonNode? Read(JsonElement item, JsonElement answer, Func<string, string?> facts, bool asList)
    {
        foreach (var source in Sources)
        {
            if (source.Read(item, answer, facts, asList) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public string? Text(JsonElement item, JsonElement answer, Func<string, string?> facts)
    {
        foreach (var source in Sources)
        {
            if (source.ReadText(item, answer, facts) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
