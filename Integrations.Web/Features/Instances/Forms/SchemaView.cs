using System.Text.Json;
using Integrations.Primitives;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>A schema as a form reads it: behind its references, and of alternatives of which one is null, the other. A stranger may have written it.</summary>
internal readonly struct SchemaView
{
    private const int MostHops = 8;
    private const int LabelLength = 120;
    private const int HelpLength = 500;

    private readonly JsonElement _root;
    private readonly JsonElement _outer;
    private readonly JsonElement _schema;

    private SchemaView(JsonElement root, JsonElement outer, JsonElement schema) => (_root, _outer, _schema) = (root, outer, schema);

    /// <summary>The whole schema.</summary>
    public static SchemaView Of(JsonElement root) => Of(root, root);

    /// <summary>A schema within this one.</summary>
    public SchemaView At(JsonElement schema) => Of(_root, schema);

    /// <summary>The only type; null where it has none or several.</summary>
    public string? Type => Types is [var only] ? only : null;

    /// <summary>All but null.</summary>
    public IReadOnlyList<string> Types => Find("type") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Where(type => type.ValueKind == JsonValueKind.String && !type.ValueEquals("null")).Select(type => type.GetString()!).Take(MostHops)],
        _ => [],
    };

    /// <summary>Shown as text, never as markup; one line.</summary>
    public string? Label => Shown("title", LabelLength);

    public string? Help => Shown("description", HelpLength);

    public string? Text(string member) => Find(member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool Flag(string member) => Find(member).ValueKind == JsonValueKind.True;

    /// <summary>What is written here is neither shown nor kept, wherever the schema says so of it.</summary>
    public bool IsSecret => SecretSchemas.IsSecret(_outer, _root);

    public int? Number(string member) => Find(member) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : null;

    /// <summary>What stands beside a reference goes before what it leads to; undefined where neither has it.</summary>
    public JsonElement Find(string member) => Member(_outer, member) is { ValueKind: not JsonValueKind.Undefined } own ? own : Member(_schema, member);

    public IReadOnlyList<JsonElement> Items(string member) => Find(member) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    /// <summary>The alternatives, without null.</summary>
    public IReadOnlyList<JsonElement> Alternatives => AlternativesOf(_schema);

    private static SchemaView Of(JsonElement root, JsonElement schema)
    {
        var (outer, found) = (schema, schema);
        for (var hop = 0; hop < MostHops; hop++)
        {
            var next = Member(found, "$ref") is { ValueKind: JsonValueKind.String } reference ? SchemaReference.Find(root, reference.GetString()!)
                : Member(found, "allOf") is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() == 1 && Member(found, "properties").ValueKind == JsonValueKind.Undefined ? all[0]
                : AlternativesOf(found) is [var only] && Member(found, "type").ValueKind == JsonValueKind.Undefined ? only
                : default;
            if (next.ValueKind != JsonValueKind.Object)
            {
                break;
            }

            found = next;
        }

        return new SchemaView(root, outer, found);
    }

    private static IReadOnlyList<JsonElement> AlternativesOf(JsonElement schema)
    {
        foreach (var word in (string[])["oneOf", "anyOf"])
        {
            if (Member(schema, word) is { ValueKind: JsonValueKind.Array } several)
            {
                return [.. several.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object && !(Member(one, "type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("null")))];
            }
        }

        return [];
    }

    private static JsonElement Member(JsonElement schema, string name) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value : default;

    /// <summary>As text of one line, never as markup; letters that turn the direction of writing turn nothing around it.</summary>
    private string? Shown(string member, int length) => Text(member) is { } text && TextMatch.IsVisible(text)
        ? TextDirection.Isolate(TextMatch.Shorten(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim(), length))
        : null;
}
