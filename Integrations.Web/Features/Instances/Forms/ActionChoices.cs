using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>The values of a parameter that has few: an enum, alternatives of constants, or those that its hint has words for.</summary>
internal static class ActionChoices
{
    private const int WordsLength = 120;

    public static IReadOnlyList<ActionChoice> Of(ActionDescriptor action, SchemaView schema, ParameterHint? hint)
    {
        var place = schema.Type == "array" ? schema.At(schema.Find("items")) : schema;
        var found = place.Items("enum") is { Count: > 0 } values ? Enumerated(place, values)
            : place.Alternatives is { Count: > 1 } alternatives && alternatives.All(one => one.TryGetProperty("const", out _)) ? [.. alternatives.Select(one => (one.GetProperty("const"), place.At(one).Label))]
            : schema.Type is "array" or "boolean" ? []
            : [.. (hint?.Words ?? new Dictionary<string, string>()).Select(word => (Of(schema, word.Key), (string?)word.Value))];
        return
        [
            .. found.Where(choice => choice.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                .Select(choice => (Key: Key(choice.Value), choice.Value, choice.Words))
                .DistinctBy(choice => choice.Key, StringComparer.Ordinal)
                .Take(ActionFormReader.MostSuggestions)
                .Select(choice => new ActionChoice(choice.Key, Words(action, choice.Key, hint?.Words.GetValueOrDefault(choice.Key) ?? choice.Words), choice.Value)),
        ];
    }

    /// <summary>Titles beside an enum, as makers of forms write them.</summary>
    private static List<(JsonElement Value, string? Words)> Enumerated(SchemaView place, IReadOnlyList<JsonElement> values)
    {
        var names = ((string[])["enumNames", "x-enumNames", "x-enum-names"]).Select(place.Items).FirstOrDefault(list => list.Count == values.Count) ?? [];
        return [.. values.Select((value, number) => (value, number < names.Count && names[number].ValueKind == JsonValueKind.String ? names[number].GetString() : null))];
    }

    /// <summary>As JSON writes it: True and False have other names in .NET.</summary>
    private static string Key(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : value.ToString();

    private static JsonElement Of(SchemaView schema, string key) =>
        schema.Type is "integer" or "number" && ActionForm.TryNumber(key, out var number) ? JsonSerializer.SerializeToElement(number) : JsonSerializer.SerializeToElement(key);

    private static string Words(ActionDescriptor action, string value, string? words) =>
        ActionWords.Of(action, words is not null && TextMatch.IsVisible(words) ? TextMatch.Shorten(words, WordsLength) : ActionWords.Spelled(TextMatch.Shorten(value, WordsLength)))!;
}
