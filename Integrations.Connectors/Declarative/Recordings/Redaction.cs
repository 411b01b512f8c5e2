using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>
/// Takes out of a recording what identifies people or opens doors: the credential, what looks like a token, and e-mail addresses, which
/// become addresses below example.com, the same one each time. Ids stay, so that calls still fit each other.
/// </summary>
/// <param name="credential">Values that may stand nowhere.</param>
internal sealed partial class Redaction(IReadOnlyCollection<string> credential)
{
    private readonly Dictionary<string, string> _people = new(StringComparer.OrdinalIgnoreCase);

    public JsonNode? Apply(JsonNode? node, string member = "") => node switch
    {
        JsonObject members => new JsonObject(members.Select(one => KeyValuePair.Create(one.Key, Apply(one.Value, one.Key)))),
        JsonArray items => new JsonArray([.. items.Select(item => Apply(item, member))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Text(member, value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    private string Text(string member, string text)
    {
        foreach (var value in credential.Where(value => value.Length > 0))
        {
            text = text.Replace(value, RecordingRules.Redacted, StringComparison.Ordinal);
        }

        text = Email().Replace(text, found => Person(found.Value));
        return RecordingSecrets.Kind(member, text) is null && !(RecordingSecrets.IsNamedSecret(member) && text.Length > 0) ? text : RecordingRules.Redacted;
    }

    /// <summary>With the sign as it was written: in addresses it is escaped.</summary>
    private string Person(string address)
    {
        var plain = address.Replace("%40", "@", StringComparison.OrdinalIgnoreCase);
        if (!_people.TryGetValue(plain, out var person))
        {
            _people[plain] = person = string.Create(CultureInfo.InvariantCulture, $"person{_people.Count + 1}@example.com");
        }

        return plain == address ? person : person.Replace("@", "%40", StringComparison.Ordinal);
    }

    [GeneratedRegex("[A-Za-z0-9._%+'-]+?(@|%40)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Email();
}
