using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using static Integrations.Web.Localization.Text;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>An action as a form, and the form's texts as the object that the action's schema asks for.</summary>
internal static class ActionForm
{
    public static IReadOnlyList<ActionField> Fields(ActionDescriptor action) => new ActionFormReader(action).Read();

    /// <summary>The object to send; fields left empty are left out.</summary>
    /// <param name="fields">Of the form, or of a part of it.</param>
    /// <param name="texts">What stands in the fields, by their paths.</param>
    /// <param name="errors">Gets texts that are no value of their field's type, by the field's path.</param>
    public static JsonObject Read(IReadOnlyList<ActionField> fields, IReadOnlyDictionary<string, string> texts, Dictionary<string, string> errors) => Read(fields, new ActionReading(texts) { Errors = errors });

    /// <summary>The object to send; fields left empty are left out.</summary>
    public static JsonObject Read(IReadOnlyList<ActionField> fields, ActionReading reading) => Read(fields, "", reading);

    private static JsonObject Read(IReadOnlyList<ActionField> fields, string path, ActionReading reading)
    {
        var values = new JsonObject();
        foreach (var field in fields.Where(field => field.Type != "rest"))
        {
            if (Value(field, ActionPath.At(path, field.Name), reading) is { } value)
            {
                values[field.Name] = value;
            }
        }

        // What has a field of its own is taken from there.
        foreach (var rest in fields.Where(field => field.Type == "rest"))
        {
            foreach (var (name, value) in Object(rest, ActionPath.At(path, rest.Name), reading))
            {
                values.TryAdd(name, value?.DeepClone());
            }
        }

        return values;
    }

    private static JsonNode? Value(ActionField field, string path, ActionReading reading)
    {
        if (reading.LeavesSecretsOut && field.Input.Secret)
        {
            return null;
        }

        switch (field.Type)
        {
            case "fixed":
                return JsonNode.Parse(field.Fixed.GetRawText());
            case "group":
                // Defaults alone do not make an object that may be left out.
                return field.Required || IsTouched(path, reading.Texts) ? Read(field.Fields, path, reading) : null;
            case "rows":
                int[] rows = [.. Enumerable.Range(0, Rows(path, reading.Texts)).Where(row => IsTouched(ActionPath.At(path, row), reading.Texts))];
                reading.Rows[path] = rows;
                return rows.Length > 0 ? new JsonArray([.. rows.Select(row => Read(field.Fields, ActionPath.At(path, row), reading))]) : null;
            case "variants":
                return Chosen(field, path, reading.Texts) is { } chosen ? Value(chosen, ActionPath.Variant(path, chosen.Name), reading) : null;
            case "rest":
                return Object(field, path, reading);
        }

        var text = reading.Texts.GetValueOrDefault(path) ?? field.Default;
        return string.IsNullOrWhiteSpace(text) ? null : Value(field, path, text.Trim(), reading.Errors);
    }

    private static JsonNode? Value(ActionField field, string path, string text, Dictionary<string, string> errors)
    {
        switch (field.Type)
        {
            case "boolean":
                return text == "true";
            case "number":
                return Number(text);
            case "choice" or "suggest":
                return Choice(field, text);
            case "many":
                return new JsonArray([.. Lines(text).Select(line => Choice(field, line))]);
            case "lines":
                return new JsonArray([.. Lines(text).Select(line => field.OfNumbers ? Number(line) : line)]);
            case "json":
                try
                {
                    return JsonNode.Parse(text);
                }
                catch (JsonException)
                {
                    errors[path] = T("{0} must be JSON, such as {{\"name\": \"value\"}} or [1, 2].", field.Label);
                    return null;
                }

            default:
                return text;
        }
    }

    private static JsonObject Object(ActionField field, string path, ActionReading reading)
    {
        try
        {
            if (reading.Texts.GetValueOrDefault(path) is not { } text || string.IsNullOrWhiteSpace(text))
            {
                return [];
            }

            if (JsonNode.Parse(text) is JsonObject read)
            {
                // Names that are there twice are found when they are first looked at.
                _ = read.Count;
                return read;
            }
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            // Said below, as of what is JSON but no object.
        }

        reading.Errors[path] = T("{0} must be a JSON object, such as {{\"name\": \"value\"}}.", field.Label);
        return [];
    }

    /// <summary>What is no number goes as it is: the schema's own check says so beside the field.</summary>
    private static JsonNode Number(string text) => TryNumber(text, out var number) ? number : text;

    /// <summary>As JSON writes numbers. Marks between thousands are none: "1,5" would be 15 to those and is one and a half to many people.</summary>
    public static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);

    private static JsonNode? Choice(ActionField field, string text) =>
        field.Choices.FirstOrDefault(choice => choice.Value == text) is { Json.ValueKind: not JsonValueKind.Undefined } choice ? JsonNode.Parse(choice.Json.GetRawText())
        : field.OfNumbers ? Number(text) : text;

    /// <summary>Of what is there in several lines.</summary>
    public static string[] Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static int Rows(string path, IReadOnlyDictionary<string, string> texts) =>
        int.TryParse(texts.GetValueOrDefault(ActionPath.Rows(path)), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? Math.Min(rows, ActionFormReader.MostRows) : 0;

    /// <summary>The alternative that is chosen; of a field that has to be filled in, the first until someone chooses.</summary>
    public static ActionField? Chosen(ActionField field, string path, IReadOnlyDictionary<string, string> texts) => texts.GetValueOrDefault(ActionPath.Chosen(path)) is { } chosen
        ? field.Variants.FirstOrDefault(one => one.Name == chosen)
        : field.Required && field.Variants is [var first, ..] ? first : null;

    /// <summary>Rows that are there and empty are none.</summary>
    private static bool IsTouched(string path, IReadOnlyDictionary<string, string> texts) => texts.Any(text => ActionPath.IsWithin(text.Key, path) && !ActionPath.IsRows(text.Key) && !string.IsNullOrWhiteSpace(text.Value));
}
