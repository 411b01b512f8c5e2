using System.Globalization;
using System.Text.Json;

namespace Integrations.Connectors.Schemas;

/// <summary>The rules for numbers, and equality as JSON Schema means it.</summary>
internal static class SchemaNumbers
{
    public static void Check(JsonElement schema, JsonElement value, Action<string> refuse)
    {
        Compare(schema, "minimum", value, order => order >= 0, "must be at least", refuse);
        Compare(schema, "maximum", value, order => order <= 0, "must be at most", refuse);
        Compare(schema, "exclusiveMinimum", value, order => order > 0, "must be greater than", refuse);
        Compare(schema, "exclusiveMaximum", value, order => order < 0, "must be less than", refuse);
        if (Number(schema, "multipleOf") is { } step && step.TryGetDecimal(out var unit) && unit > 0
            && value.TryGetDecimal(out var number) && number % unit != 0)
        {
            refuse($"must be a multiple of {unit.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>1.0 is an integer too, and so is a number too large for any of our types.</summary>
    public static bool IsInteger(JsonElement value) =>
        value.TryGetInt64(out _)
        || (value.TryGetDecimal(out var exact) ? decimal.Truncate(exact) == exact : value.TryGetDouble(out var rough) && Math.Truncate(rough).Equals(rough));

    public static bool AreEqual(JsonElement left, JsonElement right) =>
        left.ValueKind == right.ValueKind
        && (left.ValueKind == JsonValueKind.String ? left.ValueEquals(right.GetString()) : string.Equals(CanonicalJson.Of(left), CanonicalJson.Of(right), StringComparison.Ordinal));

    private static void Compare(JsonElement schema, string keyword, JsonElement value, Predicate<int> holds, string rule, Action<string> refuse)
    {
        if (Number(schema, keyword) is { } limit && !holds(Order(value, limit)))
        {
            refuse($"{rule} {limit.GetRawText()}");
        }
    }

    private static int Order(JsonElement left, JsonElement right) =>
        left.TryGetDecimal(out var exactLeft) && right.TryGetDecimal(out var exactRight)
            ? exactLeft.CompareTo(exactRight)
            : left.GetDouble().CompareTo(right.GetDouble());

    private static JsonElement? Number(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var number) && number.ValueKind == JsonValueKind.Number && number.GetRawText().Length <= 40 ? number : null;
}
