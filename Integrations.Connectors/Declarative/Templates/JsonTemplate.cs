using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.File;

namespace Integrations.Connectors.Declarative.Templates;

/// <summary>
/// A JSON body with places. A text that is one place becomes that value with its type; elsewhere a place becomes part of the text. A
/// member whose place has no value is left out, and so is an object or a list of which nothing is left.
/// </summary>
internal sealed class JsonTemplate
{
    /// <summary>A constant, as it is written.</summary>
    private readonly byte[]? _bytes;
    private readonly Template? _text;
    private readonly List<KeyValuePair<string, JsonTemplate>>? _members;
    private readonly List<JsonTemplate>? _items;

    /// <param name="node">A part of the file.</param>
    /// <param name="parse">Reads a text of it as a template; null when it is none, which has been told then.</param>
    public JsonTemplate(FileNode node, Func<FileNode, Template?> parse)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                _members = [.. node.Members.Select(member => KeyValuePair.Create(member.Key, new JsonTemplate(member.Value, parse)))];
                break;
            case JsonValueKind.Array:
                _items = [.. node.Items.Select(item => new JsonTemplate(item, parse))];
                break;
            case JsonValueKind.String:
                _text = parse(node);
                break;
            default:
                JsonNode? constant = node.Kind switch
                {
                    JsonValueKind.True => JsonValue.Create(true),
                    JsonValueKind.False => JsonValue.Create(false),
                    JsonValueKind.Number => JsonNode.Parse(node.Text),
                    _ => null,
                };
                _bytes = JsonSerializer.SerializeToUtf8Bytes(constant, JsonSerializerOptions.Web);
                break;
        }

        HasPlaces = _text?.Names.Any() == true || _members?.Exists(member => member.Value.HasPlaces) == true || _items?.Exists(item => item.HasPlaces) == true;
    }

    public IEnumerable<string> Names =>
        (_text?.Names ?? []).Concat(_members?.SelectMany(member => member.Value.Names) ?? []).Concat(_items?.SelectMany(item => item.Names) ?? []);

    private bool HasPlaces { get; }

    /// <summary>The whole body, empty where nothing of it is left.</summary>
    public byte[] Fill(Places places)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written))
        {
            Write(writer, places);
        }

        return written.WrittenSpan.ToArray();
    }

    /// <summary>Writes it filled; of what is left out an object or a list, empty.</summary>
    public void Write(Utf8JsonWriter writer, Places places)
    {
        if (_members is not null)
        {
            writer.WriteStartObject();
            foreach (var (name, template) in _members)
            {
                if (template.Holds(places))
                {
                    writer.WritePropertyName(name);
                    template.Write(writer, places);
                }
            }

            writer.WriteEndObject();
        }
        else if (_items is not null)
        {
            writer.WriteStartArray();
            foreach (var template in _items.Where(item => item.Holds(places)))
            {
                template.Write(writer, places);
            }

            writer.WriteEndArray();
        }
        else if (_text?.Whole is { } whole)
        {
            places.Write(writer, whole);
        }
        else if (_text is not null)
        {
            writer.WriteStringValue(_text.Fill(places.Text));
        }
        else
        {
            writer.WriteRawValue(_bytes, skipInputValidation: true);
        }
    }

    private bool Holds(Places places) =>
        !HasPlaces || (_members is not null ? _members.Exists(member => member.Value.Holds(places))
        : _items is not null ? _items.Exists(item => item.Holds(places))
        : _text!.Whole is { } whole ? places.Has(whole)
        : _text.Names.All(name => places.Text(name) is not null));
}
