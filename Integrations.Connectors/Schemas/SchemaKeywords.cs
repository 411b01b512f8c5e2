using System.Text.Json;

namespace Integrations.Connectors.Schemas;

/// <summary>Values of a schema's keywords; null where there is none of the right type.</summary>
internal static class SchemaKeywords
{
    public static int? Limit(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var limit) && limit.ValueKind == JsonValueKind.Number && limit.TryGetDecimal(out var number) && number is >= 0 and <= int.MaxValue
            ? (int)number
            : null;

    public static string? Text(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    public static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
