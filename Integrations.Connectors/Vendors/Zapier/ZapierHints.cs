using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>What Zapier tells of the fields of an enabled action beyond their types.</summary>
internal static class ZapierHints
{
    private const int ChoicesRead = 500;

    /// <summary>What a form can know: which texts are long, and which values Zapier offers. It takes others too, so the schema does not name them.</summary>
    public static IReadOnlyDictionary<string, ParameterHint> Of(JsonElement action)
    {
        var hints = new Dictionary<string, ParameterHint>(StringComparer.Ordinal);
        foreach (var parameter in action.Items("params").Take(ZapierEnabledAction.ParametersRead))
        {
            // A yes or no has its own control: a word for it would be sent as text, which its type refuses.
            var words = parameter.Text("type") is "boolean" or "bool" ? [] : Choices(parameter);
            var isLong = parameter.Text("type") is "text" or "code";
            if (EntityText.Value(parameter.Text("key")) is { } key && (isLong || words.Count > 0))
            {
                hints.TryAdd(key, new ParameterHint { Control = isLong ? "long" : null, Words = words });
            }
        }

        return hints;
    }

    /// <summary>A list of values, or of values with labels, or an object of them.</summary>
    private static Dictionary<string, string> Choices(JsonElement parameter)
    {
        var choices = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string? value, string? label)
        {
            if (EntityText.Value(value) is { } known && choices.Count < ChoicesRead)
            {
                choices.TryAdd(known, EntityText.Value(label) ?? known);
            }
        }

        foreach (var choice in parameter.Member("choices") is { ValueKind: JsonValueKind.Array } listed ? listed.EnumerateArray() : default)
        {
            var isPlain = choice.ValueKind != JsonValueKind.Object;
            Add(isPlain ? choice.TextOrNumber() : choice.Text("value") ?? choice.Text("key"), isPlain ? null : choice.Text("label") ?? choice.Text("name"));
        }

        foreach (var choice in parameter.Member("choices") is { ValueKind: JsonValueKind.Object } named ? named.EnumerateObject() : default)
        {
            Add(choice.Name, choice.Value.TextOrNumber());
        }

        return choices;
    }
}
