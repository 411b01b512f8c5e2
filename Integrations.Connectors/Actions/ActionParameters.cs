using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Actions;

/// <summary>
/// Parameters as provider files and tables of written actions write them: each is a JSON Schema of its own with members that are the hub's, which no
/// program sees in the schema of the whole.
/// </summary>
internal static class ActionParameters
{
    /// <summary>Members that are no JSON Schema, or that stand elsewhere there.</summary>
    private static readonly string[] Own = ["required", "thing", "as", "control", "lookUp", "words", "folded"];

    /// <summary>What is known of an action by its words and its parameters, in their order.</summary>
    public static ActionDescriptor Describe(string name, string displayName, string description, JsonObject parameters)
    {
        var required = parameters.Where(parameter => parameter.Value?["required"] is JsonValue value && value.TryGetValue(out bool must) && must).Select(parameter => (JsonNode)parameter.Key).ToList();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = new JsonObject(parameters.Select(parameter => KeyValuePair.Create<string, JsonNode?>(parameter.Key, Schema(parameter.Value!.AsObject())))),
            ["additionalProperties"] = false,
        };
        if (required.Count > 0)
        {
            schema["required"] = new JsonArray([.. required]);
        }

        return new ActionDescriptor(name, displayName, description, JsonElement.Parse(schema.ToJsonString())) { Hints = ActionHints.Read(parameters) };
    }

    private static JsonObject Schema(JsonObject parameter) =>
        new(parameter.Where(member => !Own.Contains(member.Key, StringComparer.Ordinal)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}
