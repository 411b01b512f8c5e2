using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Web.Features.Widgets;
using Integrations.Web.Localization;
using static Integrations.Web.Localization.Text;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>
/// Makes the fields of an action's form from its schema and its hints. Schemas of workflow tools are strangers': so many fields, levels and choices are shown,
/// and for the rest there is one field that takes it as JSON.
/// </summary>
internal sealed class ActionFormReader(ActionDescriptor action)
{
    /// <summary>In the whole form, those of alternatives and rows included.</summary>
    public const int MostFields = 100;

    /// <summary>Objects within objects; what lies deeper is one field of JSON.</summary>
    public const int MostLevels = 3;

    /// <summary>More than these are not listed but searched.</summary>
    public const int MostChoices = 100;

    /// <summary>Of what is searched; the rest can be typed.</summary>
    public const int MostSuggestions = 2_000;

    public const int MostRows = 50;

    private const int MostVariants = 8;

    /// <summary>Texts that may be longer than this get more than one line.</summary>
    private const int LongText = 300;

    /// <summary>Names of texts that have several lines as a rule, where a schema tells no length.</summary>
    private static readonly string[] LongNames = ["body", "content", "message", "text", "description", "comment", "notes", "html", "markdown", "prompt", "instructions"];

    private int _left = MostFields;

    public IReadOnlyList<ActionField> Read() => Members(SchemaView.Of(action.Parameters), 0);

    private List<ActionField> Members(SchemaView schema, int level)
    {
        var members = schema.Find("properties") is { ValueKind: JsonValueKind.Object } properties ? properties.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object).ToList() : [];
        var required = schema.Items("required").Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);
        var fields = new List<ActionField>();
        var unshown = 0;
        // What has to be filled in comes first, so that it is what has a field of its own.
        foreach (var member in members.OrderByDescending(member => required.Contains(member.Name)))
        {
            var view = schema.At(member.Value);
            if (view.Flag("readOnly"))
            {
                continue;
            }

            if (_left <= 0)
            {
                unshown++;
                continue;
            }

            fields.Add(Field(member.Name, view, required.Contains(member.Name), level, level == 0 ? action.Hints.GetValueOrDefault(member.Name) : null));
        }

        if (unshown > 0)
        {
            fields.Add(Rest(T("{0} further values", unshown), T("As JSON, such as {\"name\": \"value\"}.")));
        }
        else if (level == 0 && (schema.Flag("additionalProperties") || (members.Count == 0 && schema.Type == "object" && schema.Find("additionalProperties").ValueKind != JsonValueKind.False)))
        {
            fields.Add(Rest(members.Count == 0 ? T("Values") : T("Further values"), $"{ActionWords.Of(action, schema.Help)} {T("As JSON, such as {\"name\": \"value\"}.")}".Trim()));
        }

        return fields;
    }

    private ActionField Field(string name, SchemaView schema, bool required, int level, ParameterHint? hint, bool isWithinSecret = false)
    {
        _left--;
        var isSecret = isWithinSecret || schema.IsSecret;
        var choices = ActionChoices.Of(action, schema, hint);
        var fixedValue = schema.Find("const");
        var type = fixedValue.ValueKind != JsonValueKind.Undefined ? "fixed" : TypeOf(name, schema, hint, choices, level, isSecret);
        var help = ActionWords.Of(action, schema.Help);
        var input = new FieldDescriptor(name, Label(name, schema), type)
        {
            Required = required,
            // Of a moment the control says by itself how it is written.
            Help = type is "moment" or "day" ? null : type == "lines" ? $"{help} {T("One a line.")}".Trim() : help,
            Default = Default(schema),
            Options = [.. choices.Select(choice => choice.Value)],
            MaxLength = type is "text" or "long" or "suggest" ? schema.Number("maxLength") ?? 4_000 : 20_000,
            Secret = isSecret || (type is ("lines" or "many") && schema.At(schema.Find("items")).IsSecret),
            Placeholder = schema.Text("format") == "time" ? "10:30:00Z" : null,
        };
        var items = schema.At(schema.Find("items"));
        return new ActionField(name, input)
        {
            Choices = choices,
            Fields = type switch
            {
                "group" => Members(schema, level + 1),
                "rows" => Members(items, level + 1),
                _ => [],
            },
            Variants = type == "variants" ? Variants(schema, level, isWithinSecret || schema.Flag("writeOnly") || schema.Text("format") == "password") : [],
            Most = Math.Clamp(schema.Number("maxItems") ?? MostRows, 1, MostRows),
            Fixed = fixedValue,
            OfNumbers = type == "lines" ? items.Type is "integer" or "number" : schema.Type is "integer" or "number",
            LookUp = !isSecret && type is ("text" or "long" or "number" or "email" or "lines") ? hint?.LookUp : null,
            IsFolded = required ? null : schema.Flag("deprecated") ? true : hint?.IsFolded,
        };
    }

    private static string TypeOf(string name, SchemaView schema, ParameterHint? hint, IReadOnlyList<ActionChoice> choices, int level, bool isSecret)
    {
        var items = schema.At(schema.Find("items"));
        return (schema.Type, schema.Text("format")) switch
        {
            ("array", _) when choices.Count is > 0 and <= MostChoices => "many",
            (not "array" and not "object", _) when choices.Count > 0 && !(isSecret && IsSuggested(schema)) => choices.Count > MostChoices || IsSuggested(schema) ? "suggest" : "choice",
            ("array", _) when items.Type is "string" or "integer" or "number" => "lines",
            ("array", _) when level < MostLevels && IsObject(items) => "rows",
            _ when level < MostLevels && IsObject(schema) => "group",
            _ when level < MostLevels && (schema.Alternatives.Count > 1 || schema.Types.Count > 1) => "variants",
            ("boolean", _) => "boolean",
            ("integer" or "number", _) => "number",
            ("string" or null, "email") => "email",
            ("string" or null, "uri" or "url") => "url",
            ("string" or null, "date-time") => "moment",
            ("string" or null, "date") => "day",
            ("string", _) => isSecret ? "text" : TextOf(name, schema, hint),
            (null, _) when schema.Find("properties").ValueKind == JsonValueKind.Undefined && schema.Alternatives.Count == 0 && schema.Types.Count == 0 => isSecret ? "text" : TextOf(name, schema, hint),
            _ => "json",
        };
    }

    private static bool IsObject(SchemaView schema) => schema.Type is "object" or null && schema.Find("properties") is { ValueKind: JsonValueKind.Object } properties && properties.EnumerateObject().Any();

    /// <summary>Words of a text that is no choice: one may write something else.</summary>
    private static bool IsSuggested(SchemaView schema) => schema.Type is not ("integer" or "number") && schema.Find("enum").ValueKind == JsonValueKind.Undefined && schema.Alternatives.Count == 0;

    private static string TextOf(string name, SchemaView schema, ParameterHint? hint) => hint?.Control switch
    {
        "long" => "long",
        "line" => "text",
        _ when schema.Text("format") is "textarea" or "multiline" or "markdown" or "html" => "long",
        _ when schema.Text("format") is not null || schema.Text("pattern") is not null => "text",
        _ => schema.Number("maxLength") is { } most ? most > LongText ? "long" : "text"
            : LongNames.Contains(name, StringComparer.OrdinalIgnoreCase) ? "long" : "text",
    };

    /// <summary>One field for each alternative that there is; each is a shape of the same value.</summary>
    private List<ActionField> Variants(SchemaView schema, int level, bool isSecret)
    {
        IReadOnlyList<SchemaView> alternatives = schema.Alternatives.Count > 1
            ? [.. schema.Alternatives.Take(MostVariants).Select(schema.At)]
            : [.. schema.Types.Take(MostVariants).Select(type => schema.At(JsonSerializer.SerializeToElement(new { type })))];
        return [.. alternatives.Where(_ => _left > 0).Select((one, number) => Variant(one, number, level, isSecret))];
    }

    private ActionField Variant(SchemaView one, int number, int level, bool isSecret)
    {
        var field = Field(number.ToString(System.Globalization.CultureInfo.InvariantCulture), one, required: true, level, null, isSecret);
        var label = ActionWords.Of(action, one.Label) ?? one.Type switch
        {
            "string" => T("Text"),
            "integer" or "number" => T("Number"),
            "boolean" => T("Yes or no"),
            "array" => T("List"),
            _ => T("Shape {0}", number + 1),
        };
        return field with { Input = field.Input with { Label = label } };
    }

    private static ActionField Rest(string label, string help) => new(ActionField.Rest, new FieldDescriptor(ActionField.Rest, label, "rest") { Help = help, MaxLength = 100_000 });

    /// <summary>A field that has no title may have a name that the hub has words for.</summary>
    private string Label(string name, SchemaView schema) => ActionWords.Of(action, schema.Label)
        ?? (WidgetLabels.Field(name) is var known && known != WidgetLabels.Spelled(name) ? known : ActionWords.Spelled(TextMatch.Shorten(name, 120)));

    private static string? Default(SchemaView schema) => schema.Find("default") switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Array } several when several.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number) => string.Join('\n', several.EnumerateArray().Select(item => item.ToString())),
        { ValueKind: JsonValueKind.String or JsonValueKind.Number } value => value.ToString(),
        var value => value.GetRawText(),
    };
}
