using System.Text.Json;

namespace Integrations.Web.Api.Automation;

/// <param name="Type">string, number, integer, boolean, array or object.</param>
internal sealed record AutomationParameter(string Name, string Type, bool Required, string? Description)
{
    /// <summary>The members of a JSON Schema's object, flat as 003 shows them.</summary>
    public static IReadOnlyList<AutomationParameter> Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. properties.EnumerateObject().Select(p => new AutomationParameter(p.Name, TypeOf(p.Value), required.Contains(p.Name), DescriptionOf(p.Value)))];
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return "string";
        }

        // "string or null" is a string that may be left out.
        return type.ValueKind == JsonValueKind.String ? type.GetString()!
            : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!).FirstOrDefault(t => t != "null") ?? "string"
            : "string";
    }

    private static string? DescriptionOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
