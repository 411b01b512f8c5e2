using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>An object that was sent, as the texts of the form that it came from: the other way round of <see cref="ActionForm"/>.</summary>
internal static class ActionTexts
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="fields">Of the form. What has no field is left out.</param>
    /// <param name="values">What was sent.</param>
    /// <param name="onlyChosen">Only what is chosen rather than written.</param>
    public static Dictionary<string, string> Of(IReadOnlyList<ActionField> fields, JsonObject values, bool onlyChosen)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        Take(fields, "", values, onlyChosen, texts);
        return texts;
    }

    private static void Take(IReadOnlyList<ActionField> fields, string path, JsonObject values, bool onlyChosen, Dictionary<string, string> texts)
    {
        foreach (var field in fields)
        {
            if (values[field.Name] is { } value)
            {
                Take(field, ActionPath.At(path, field.Name), value, onlyChosen, texts);
            }
        }

        if (!onlyChosen && fields.FirstOrDefault(field => field.Type == "rest") is { } rest)
        {
            var others = new JsonObject(values.Where(value => !fields.Any(field => field.Name == value.Key)).Select(value => KeyValuePair.Create(value.Key, value.Value?.DeepClone())));
            if (others.Count > 0)
            {
                texts[ActionPath.At(path, rest.Name)] = others.ToJsonString(Indented);
            }
        }
    }

    private static void Take(ActionField field, string path, JsonNode value, bool onlyChosen, Dictionary<string, string> texts)
    {
        if (field.Input.Secret)
        {
            return;
        }

        switch (field.Type)
        {
            case "group" when value is JsonObject members:
                Take(field.Fields, path, members, onlyChosen, texts);
                break;
            case "rows" when value is JsonArray { Count: > 0 } rows && !onlyChosen:
                texts[ActionPath.Rows(path)] = Math.Min(rows.Count, field.Most).ToString(CultureInfo.InvariantCulture);
                foreach (var (number, row) in rows.Take(field.Most).Index())
                {
                    Take(field.Fields, ActionPath.At(path, number), row as JsonObject ?? [], onlyChosen, texts);
                }

                break;
            case "variants" when !onlyChosen && field.Variants.FirstOrDefault(one => Fits(one, value)) is { } variant:
                texts[ActionPath.Chosen(path)] = variant.Name;
                Take(variant, ActionPath.Variant(path, variant.Name), value, onlyChosen, texts);
                break;
            case "group" or "rows" or "variants" or "fixed" or "rest":
                break;
            default:
                if (onlyChosen && !field.IsChosen)
                {
                    break;
                }

                texts[path] = field.Type is "many" or "lines" && value is JsonArray several ? string.Join('\n', several.Select(item => item?.ToString()))
                    : field.Type == "json" || value is JsonObject or JsonArray ? value.ToJsonString(Indented)
                    : value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.ToJsonString()
                    : value.ToString();
                break;
        }
    }

    /// <summary>By its kind, and of objects by what is always the same in them: that is what tells alternatives apart.</summary>
    private static bool Fits(ActionField variant, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => variant.Type is "group" or "json" && variant.Fields.Where(field => field.Type == "fixed").All(field => JsonNode.DeepEquals(JsonNode.Parse(field.Fixed.GetRawText()), (value as JsonObject)?[field.Name])),
        JsonValueKind.Array => variant.Type is "rows" or "lines" or "many" or "json",
        JsonValueKind.True or JsonValueKind.False => variant.Type == "boolean",
        JsonValueKind.Number => variant.Type == "number" || (variant.Type == "choice" && variant.OfNumbers),
        _ => variant.Type is not ("group" or "rows" or "lines" or "many" or "boolean" or "number"),
    };
}
