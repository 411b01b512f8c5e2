using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Actions;

/// <summary>The hints of parameters as they are written: <c>control</c>, <c>lookUp</c> or <c>thing</c>, <c>words</c>, <c>folded</c>.</summary>
internal static class ActionHints
{
    /// <returns>Those of parameters that have any, by name.</returns>
    public static IReadOnlyDictionary<string, ParameterHint> Read(JsonObject parameters) => parameters
        .Select(parameter => (parameter.Key, Hint: One(parameter.Value as JsonObject ?? [])))
        .Where(parameter => parameter.Hint is not null)
        .ToDictionary(parameter => parameter.Key, parameter => parameter.Hint!, StringComparer.Ordinal);

    private static ParameterHint? One(JsonObject parameter)
    {
        var lookUp = parameter["lookUp"] is JsonObject written ? LookUp(written)
            : Text(parameter, "thing") is { } thing ? new ParameterLookUp([thing])
            : null;
        var control = Text(parameter, "control");
        var words = Texts(parameter["words"]);
        bool? folded = parameter["folded"] is JsonValue value && value.TryGetValue(out bool isFolded) ? isFolded : null;
        return lookUp is null && control is null && words.Count == 0 && folded is null
            ? null
            : new ParameterHint { Control = control, LookUp = lookUp, Words = words, IsFolded = folded };
    }

    private static ParameterLookUp LookUp(JsonObject written) => new(
        written["entity"] is JsonArray several ? [.. several.Select(entity => entity!.GetValue<string>())] : [Text(written, "entity") ?? ""])
    {
        Value = Text(written, "value") ?? ParameterLookUp.Id,
        Within = Texts(written["within"]),
    };

    private static Dictionary<string, string> Texts(JsonNode? node) => (node as JsonObject ?? [])
        .Where(member => member.Value is JsonValue value && value.TryGetValue<string>(out _))
        .ToDictionary(member => member.Key, member => member.Value!.GetValue<string>(), StringComparer.Ordinal);

    private static string? Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
