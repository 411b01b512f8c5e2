using System.Text.Json;

namespace Integrations.Primitives;

/// <summary>What a <c>$ref</c> of a JSON Schema leads to. Only places within the same document: nothing is fetched.</summary>
public static class SchemaReference
{
    /// <param name="root">The whole schema.</param>
    /// <param name="reference">Such as <c>#/$defs/address</c>.</param>
    /// <returns>Undefined where there is no such place.</returns>
    public static JsonElement Find(JsonElement root, string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return reference == "#" ? root : default;
        }

        var found = root;
        foreach (var step in reference[2..].Split('/'))
        {
            found = Step(found, Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return found;
    }

    private static JsonElement Step(JsonElement place, string step) => place.ValueKind switch
    {
        JsonValueKind.Object when place.TryGetProperty(step, out var member) => member,
        JsonValueKind.Array when int.TryParse(step, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < place.GetArrayLength() => place[number],
        _ => default,
    };
}
