using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Web.Features.Widgets;
using static Integrations.Web.Localization.Text;

namespace Integrations.Web.Features.Instances;

/// <summary>An action's JSON Schema as a form, and the form's texts as the object that the schema asks for.</summary>
internal static class ActionForm
{
    /// <summary>Texts that may be longer than this get more than one line.</summary>
    private const int LongText = 300;

    public static IReadOnlyList<FieldDescriptor> Fields(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. properties.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object).Select(p => Field(p.Name, p.Value, required.Contains(p.Name))).OrderByDescending(f => f.Required)];
    }

    /// <summary>The object to send; fields left empty are left out.</summary>
    /// <param name="errors">Texts that are no value of their field's type, by field.</param>
    public static JsonObject Read(IEnumerable<FieldDescriptor> fields, IReadOnlyDictionary<string, string> texts, Dictionary<string, string> errors)
    {
        var values = new JsonObject();
        foreach (var field in fields)
        {
            var text = texts.GetValueOrDefault(field.Name) ?? field.Default;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            try
            {
                values[field.Name] = Value(field.Type, text.Trim());
            }
            catch (JsonException)
            {
                errors[field.Name] = T("{0} must be JSON, such as {{\"name\": \"value\"}} or [1, 2].", field.Label);
            }
        }

        return values;
    }

    private static JsonNode? Value(string type, string text) => type switch
    {
        "boolean" => text == "true",
        // What is no number goes as it is: the schema's own check says so beside the field.
        "number" => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : text,
        "lines" => new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => (JsonNode)line)]),
        "json" => JsonNode.Parse(text),
        _ => text,
    };

    private static FieldDescriptor Field(string name, JsonElement schema, bool required)
    {
        var type = TypeOf(schema);
        var help = Text(schema, "description");
        return new FieldDescriptor(name, Text(schema, "title") ?? WidgetLabels.Field(name), type)
        {
            Required = required,
            // Of a moment the control says by itself how it is written.
            Help = type is "moment" or "day" ? null : type == "lines" ? $"{help} {T("One a line.")}".Trim() : help,
            Default = Default(schema),
            Options = schema.TryGetProperty("enum", out var options) && options.ValueKind == JsonValueKind.Array ? [.. options.EnumerateArray().Select(o => o.ToString())] : [],
            MaxLength = type is "text" or "long" ? MaxLength(schema) : 20_000,
        };
    }

    private static string TypeOf(JsonElement schema) => (Text(schema, "type"), Text(schema, "format")) switch
    {
        (not "array" and not "object", _) when schema.TryGetProperty("enum", out _) => "choice",
        ("string" or null, _) when MaxLength(schema) > LongText && Text(schema, "format") is null && Text(schema, "pattern") is null => "long",
        ("string", "email") => "email",
        ("string", "uri") => "url",
        ("string", "date-time") => "moment",
        ("string", "date") => "day",
        ("string" or null, _) => "text",
        ("integer" or "number", _) => "number",
        ("boolean", _) => "boolean",
        ("array", _) when schema.TryGetProperty("items", out var items) && Text(items, "type") == "string" => "lines",
        _ => "json",
    };

    private static int MaxLength(JsonElement schema) =>
        schema.TryGetProperty("maxLength", out var length) && length.TryGetInt32(out var number) ? number : 4_000;

    private static string? Default(JsonElement schema) => !schema.TryGetProperty("default", out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText()
        : value.ToString();

    private static string? Text(JsonElement schema, string member) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
