using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Integrations.Sandbox.Declared;

/// <summary>
/// Texts with places, read the other way round: what stood in the places of a request. The hub's own reading of provider files is not
/// used here, so that the two check each other.
/// </summary>
internal static partial class PlaceText
{
    /// <summary>Takes the places' values out of a text; false when it is not of that form.</summary>
    public static bool Take(string template, string actual, IDictionary<string, string> taken)
    {
        var names = new List<string>();
        var pattern = new StringBuilder("^");
        var end = 0;
        foreach (Match place in Place().Matches(template))
        {
            pattern.Append(Regex.Escape(Literal(template[end..place.Index]))).Append("(?<g").Append(names.Count).Append(">.+?)");
            names.Add(place.Groups["name"].Value);
            end = place.Index + place.Length;
        }

        pattern.Append(Regex.Escape(Literal(template[end..]))).Append('$');
        var match = new Regex(pattern.ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline).Match(actual);
        if (!match.Success)
        {
            return false;
        }

        for (var index = 0; index < names.Count; index++)
        {
            var value = match.Groups[$"g{index}"].Value;
            if (taken.TryGetValue(names[index], out var other) && other != value)
            {
                return false;
            }

            taken[names[index]] = value;
        }

        return true;
    }

    /// <summary>Whether a body is of the form of a template; members without a value may be absent, others may not, and there may be no more.</summary>
    public static bool Take(JsonNode? template, JsonNode? actual, IDictionary<string, string> taken) => template switch
    {
        JsonObject members => actual is JsonObject given && given.All(member => members.ContainsKey(member.Key))
            && members.All(member => given.ContainsKey(member.Key) ? Take(member.Value, given[member.Key], taken) : HasPlaces(member.Value)),
        JsonArray items => actual is JsonArray given && given.Count == items.Count && items.Zip(given).All(pair => Take(pair.First, pair.Second, taken)),
        JsonValue value when value.TryGetValue<string>(out var text) => actual is JsonValue given && Take(text, Plain(given), taken),
        _ => JsonNode.DeepEquals(template, actual),
    };

    public static bool HasPlaces(JsonNode? template) => template switch
    {
        JsonObject members => members.Any(member => HasPlaces(member.Value)),
        JsonArray items => items.Any(HasPlaces),
        JsonValue value when value.TryGetValue<string>(out var text) => Place().IsMatch(text),
        _ => false,
    };

    /// <summary>A record of the vendor out of its form: <c>{name}</c> within texts, <c>{#name}</c> for a number, <c>{?name}</c> for a flag.</summary>
    public static JsonNode? Fill(JsonNode? form, Func<string, string?> find) => form switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, find)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item, find))]),
        JsonValue value when value.TryGetValue<string>(out var text) =>
            text.StartsWith("{#", StringComparison.Ordinal) || text.StartsWith("{?", StringComparison.Ordinal)
                ? JsonNode.Parse(find(text[2..^1]) ?? "null")
                : JsonValue.Create(Fill(text, find)),
        _ => form?.DeepClone(),
    };

    public static string Fill(string text, Func<string, string?> find) => Place().Replace(text, place => find(place.Groups["name"].Value) ?? "");

    private static string Literal(string text) => text.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    private static string Plain(JsonValue value) => value.TryGetValue<string>(out var text) ? text : value.ToJsonString();

    [GeneratedRegex(@"\{(?<name>[A-Za-z][A-Za-z0-9_]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
