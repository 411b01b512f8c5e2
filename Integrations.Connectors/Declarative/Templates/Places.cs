using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Connectors.Declarative.Templates;

/// <summary>What the places of one request stand for: what is asked, and below that the facts of the connection.</summary>
internal sealed class Places(Func<string, string?> facts)
{
    private readonly Dictionary<string, JsonNode> _values = new(StringComparer.Ordinal);

    /// <summary>An absent value stays absent: what holds its place is left out of a query or a body.</summary>
    public void Set(string name, JsonNode? value)
    {
        if (value is not null)
        {
            _values[name] = value;
        }
    }

    public void Set(string name, JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            _values[name] = JsonNode.Parse(value.GetRawText())!;
        }
    }

    /// <summary>Whether a body can carry it.</summary>
    public bool Has(string name) => _values.ContainsKey(name) || facts(name) is not null;

    /// <summary>As JSON carries it: a number stays a number, a list a list.</summary>
    public void Write(Utf8JsonWriter writer, string name)
    {
        if (_values.TryGetValue(name, out var value))
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteStringValue(facts(name));
        }
    }

    /// <summary>As an address or a header carries it.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) ? Text(value) : facts(name);

    /// <summary>Each value of a list; one for everything else.</summary>
    public IEnumerable<string> Texts(string name) =>
        _values.TryGetValue(name, out var value) && value is JsonArray list ? list.OfType<JsonNode>().Select(Text).OfType<string>()
        : Text(name) is { } one ? [one]
        : [];

    private static string? Text(JsonNode value) => value switch
    {
        JsonArray list => string.Join(',', list.OfType<JsonNode>().Select(Text)),
        JsonValue one when one.TryGetValue<string>(out var text) => text.Length > 0 ? text : null,
        JsonValue one when one.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        JsonValue one when one.TryGetValue<long>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };
}
