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
    private readonly IReadOnlyList<string> _credential = RecordingSecrets.Forms(credential);
    private readonly Dictionary<string, string> _people = new(StringComparer.OrdinalIgnoreCase);

    public JsonNode? Apply(JsonNode? node, string member = "") => node switch
    {
        JsonObject members => Members(members),
        JsonArray items => new JsonArray([.. items.Select(item => Apply(item, member))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Text(member, value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    /// <summary>Names as well: vendors answer with objects by address or key.</summary>
    private JsonObject Members(JsonObject members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members)
        {
            var redacted = Text("", name, RecordingSecrets.ShortestGiven);
            var own = redacted;
            // Two names may have become one.
            for (var number = 2; made.ContainsKey(own) || (own != name && members.ContainsKey(own)); number++)
            {
                own = string.Create(CultureInfo.InvariantCulture, $"{redacted}{number}");
            }

            made.Add(own, Apply(value, name));
        }

        return made;
    }

    private string Text(string member, string text, int shortest = 1)
    {
        foreach (var value in _credential.Where(value => value.Length >= shortest))
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
