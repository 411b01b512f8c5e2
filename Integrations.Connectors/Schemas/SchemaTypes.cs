using System.Text.Json;

namespace Integrations.Connectors.Schemas;

/// <summary>A value's type and the choices that it is one of.</summary>
internal static class SchemaTypes
{
    /// <summary>How the sentence about a type begins.</summary>
    public const string Must = "must be ";

    public static bool HasType(JsonElement schema, JsonElement value, SchemaPlace place, List<SchemaError> errors)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return true;
        }

        var allowed = type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!).ToList()
            : type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [];
        if (allowed.Count == 0 || allowed.Exists(name => IsOfType(value, name)))
        {
            return true;
        }

        errors.Add(place, $"{Must}{string.Join(" or ", allowed.Select(WithArticle))}", isOfKind: true);
        return false;
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && SchemaNumbers.IsInteger(value),
        // A type that this walk does not know is the vendor's to judge.
        _ => true,
    };

    private static string WithArticle(string type) => type switch
    {
        "object" or "array" or "integer" => $"an {type}",
        "null" => "null",
        _ => $"a {type}",
    };

    public static void CheckChoices(JsonElement schema, JsonElement value, SchemaPlace place, List<SchemaError> errors)
    {
        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array
            && !choices.EnumerateArray().Any(choice => SchemaNumbers.AreEqual(choice, value)))
        {
            var shown = string.Join(", ", choices.EnumerateArray().Take(10).Select(Shown));
            errors.Add(place, $"must be one of {shown}{(choices.GetArrayLength() > 10 ? ", …" : "")}");
        }

        if (schema.TryGetProperty("const", out var constant) && !SchemaNumbers.AreEqual(constant, value))
        {
            errors.Add(place, $"must be {Shown(constant)}");
        }
    }

    private static string Shown(JsonElement choice)
    {
        var text = choice.ValueKind == JsonValueKind.String ? choice.GetString()! : choice.GetRawText();
        return Primitives.Text.Shorten(text, 60);
    }
}
