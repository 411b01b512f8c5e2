using System.Text.Json;

namespace Integrations.Primitives;

/// <summary>
/// Which values a JSON Schema marks as secret (<c>writeOnly</c>, format <c>password</c>): itself, behind its references, or in any of its branches. A value that is
/// secret in one of several shapes is taken for secret in all of them.
/// </summary>
public static class SecretSchemas
{
    /// <summary>A stranger may have written the schema. Of more than these is not told which apply: the value is taken for secret.</summary>
    private const int Most = 2_000;

    /// <param name="schema">Of the value.</param>
    /// <param name="root">The whole schema, which references lead into.</param>
    public static bool IsSecret(JsonElement schema, JsonElement root) => Of([schema], root) is not { } all || all.Any(IsMarked);

    /// <summary>All schemas that say something of one value; null for too many.</summary>
    internal static IReadOnlyList<JsonElement>? Of(IReadOnlyList<JsonElement> schemas, JsonElement root)
    {
        var found = new List<JsonElement>();
        var followed = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<JsonElement>(schemas);
        while (waiting.TryPop(out var schema))
        {
            if (schema.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            found.Add(schema);
            if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String && followed.Add(reference.GetString()!))
            {
                waiting.Push(SchemaReference.Find(root, reference.GetString()!));
            }

            foreach (var word in (string[])["allOf", "anyOf", "oneOf"])
            {
                foreach (var branch in schema.TryGetProperty(word, out var branches) && branches.ValueKind == JsonValueKind.Array ? branches.EnumerateArray() : default)
                {
                    waiting.Push(branch);
                }
            }

            if (found.Count + waiting.Count > Most)
            {
                return null;
            }
        }

        return found;
    }

    internal static bool IsMarked(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && ((schema.TryGetProperty("writeOnly", out var writeOnly) && writeOnly.ValueKind == JsonValueKind.True)
            || (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String && format.ValueEquals("password")));

    /// <summary>Of a member of an object that these schemas are of.</summary>
    internal static IReadOnlyList<JsonElement> Member(IReadOnlyList<JsonElement> schemas, string name) =>
        [.. schemas.Select(schema => Child(Child(schema, "properties"), name) is { ValueKind: not JsonValueKind.Undefined } own ? own : Child(schema, "additionalProperties")).Where(IsSchema)];

    /// <summary>Of an item of a list that these schemas are of.</summary>
    internal static IReadOnlyList<JsonElement> Item(IReadOnlyList<JsonElement> schemas, int number) =>
        [.. schemas.SelectMany(schema => (JsonElement[])[Child(schema, "items"), At(Child(schema, "items"), number), At(Child(schema, "prefixItems"), number)]).Where(IsSchema)];

    private static bool IsSchema(JsonElement schema) => schema.ValueKind == JsonValueKind.Object;

    private static JsonElement At(JsonElement list, int number) => list.ValueKind == JsonValueKind.Array && number < list.GetArrayLength() ? list[number] : default;

    private static JsonElement Child(JsonElement schema, string name) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var child) ? child : default;
}
