using System.Globalization;
using System.Text.Json;

namespace Integrations.Connectors.Schemas;

/// <summary>One text per value: members sorted, numbers in one notation.</summary>
public static class CanonicalJson
{
    /// <summary>Values that JSON Schema calls equal have the same text: members in ordinal order, 1.0 as 1, strings escaped in one way, no blanks.</summary>
    /// <returns>For comparing and for hashes, not for sending. Numbers beyond <see cref="decimal"/> stay as they are written, and digits after its 28th are rounded away.</returns>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => JsonSerializer.Serialize(m.Name) + ":" + Of(m.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Of)) + "]",
        JsonValueKind.Number when value.TryGetDecimal(out var number) => (number / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };
}
