using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Integrations.Tests.Contracts;

/// <summary>Where schemas refer to: <c>#/components/…</c>, or bare names in Google's documents.</summary>
internal sealed class SchemaSet(JsonElement document, bool bareNames)
{
    /// <summary>Follows <c>$ref</c> to what it names; anything else comes back as it is.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        for (var hops = 0; hops < 32 && element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference); hops++)
        {
            element = Find(reference.GetString()!);
        }

        return element;
    }

    private JsonElement Find(string reference)
    {
        if (bareNames && !reference.StartsWith('#'))
        {
            return document.GetProperty("schemas").GetProperty(reference);
        }

        var at = document;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, CultureInfo.InvariantCulture)] : at.GetProperty(name);
        }

        return at;
    }
}

internal enum SchemaUse
{
    /// <summary>What we send: members that the schema does not name are mistakes, read-only ones are not required.</summary>
    Request,

    /// <summary>What we are answered: vendors add members, write-only ones are not required.</summary>
    Answer,
}

/// <summary>Compares a JSON value with a schema of OpenAPI 3.0, OpenAPI 3.1 (JSON Schema 2020-12) or Google discovery.</summary>
internal sealed class SchemaCheck(SchemaSet schemas, SchemaUse use, Action<string, string> report)
{
    private const int MaxDepth = 80;

    public void Check(JsonElement schema, JsonElement value) => Check(schema, value, "$", part: false, 0);

    public static IReadOnlyList<string> TypesOf(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)]
        : type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [];

    /// <param name="part">The schema is one branch of a composition: which members are allowed at all is judged outside.</param>
    private void Check(JsonElement schema, JsonElement value, string at, bool part, int depth)
    {
        if (schema.ValueKind is JsonValueKind.True || depth > MaxDepth)
        {
            return;
        }

        if (schema.ValueKind is JsonValueKind.False)
        {
            report(at, "is not allowed");
            return;
        }

        if (value.ValueKind == JsonValueKind.Null && Is(schema, "nullable"))
        {
            return;
        }

        if (schema.TryGetProperty("$ref", out _))
        {
            Check(schemas.Resolve(schema), value, at, part, depth + 1);
        }

        if (!HasType(schema, value, at))
        {
            return;
        }

        Compositions(schema, value, at, depth);
        Constants(schema, value, at);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(schema, value, at, depth);
                if (!part)
                {
                    Strangers(schema, value, at, depth);
                }

                break;
            case JsonValueKind.Array:
                Items(schema, value, at, depth);
                break;
            case JsonValueKind.String:
                Text(schema, value.GetString()!, at);
                break;
            case JsonValueKind.Number:
                Number(schema, value.GetDouble(), at);
                break;
        }
    }

    private bool HasType(JsonElement schema, JsonElement value, string at)
    {
        var types = TypesOf(schema);
        if (types.Count == 0 || types.Any(type => Fits(type, value)))
        {
            return true;
        }

        report(at, $"expected {string.Join(" or ", types)}, got {Describe(value)}");
        return false;
    }

    private static bool Fits(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" or "file" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Abs(value.GetDouble() % 1) < double.Epsilon,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private void Compositions(JsonElement schema, JsonElement value, string at, int depth)
    {
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var branch in all.EnumerateArray())
            {
                Check(branch, value, at, part: true, depth + 1);
            }
        }

        if (schema.TryGetProperty("anyOf", out var any))
        {
            Branches(any, value, at, depth, "anyOf", most: int.MaxValue);
        }

        if (schema.TryGetProperty("oneOf", out var one))
        {
            Branches(one, value, at, depth, "oneOf", most: 1);
        }

        if (schema.TryGetProperty("not", out var not) && Trial(not, value, at, depth).Count == 0)
        {
            report(at, "has a shape that is ruled out (not)");
        }
    }

    private void Branches(JsonElement branches, JsonElement value, string at, int depth, string keyword, int most)
    {
        var trials = branches.EnumerateArray().Select(branch => Trial(branch, value, at, depth)).ToList();
        var fitting = trials.Count(t => t.Count == 0);
        if (fitting == 0)
        {
            var nearest = trials.MinBy(t => t.Count)!;
            report(at, $"fits none of {trials.Count} {keyword} shapes; nearest: {string.Join("; ", nearest.Take(3).Select(m => $"{m.At} {m.Words}"))}");
        }
        else if (fitting > most && use == SchemaUse.Request)
        {
            // Answers are open, so several shapes often fit them; a request that fits two is unclear.
            report(at, $"fits {fitting} of {trials.Count} {keyword} shapes, must fit one");
        }
    }

    private List<(string At, string Words)> Trial(JsonElement schema, JsonElement value, string at, int depth)
    {
        var mismatches = new List<(string, string)>();
        new SchemaCheck(schemas, use, (place, words) => mismatches.Add((place, words))).Check(schema, value, at, part: false, depth + 1);
        return mismatches;
    }

    private void Constants(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)))
        {
            report(at, $"{Describe(value)} is not one of {values.GetRawText()}");
        }

        if (schema.TryGetProperty("const", out var constant) && !JsonElement.DeepEquals(constant, value))
        {
            report(at, $"must be {constant.GetRawText()}, is {Describe(value)}");
        }
    }

    private void Members(JsonElement schema, JsonElement value, string at, int depth)
    {
        var properties = schema.TryGetProperty("properties", out var declared) ? declared : default;
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            foreach (var name in required.EnumerateArray().Select(r => r.GetString()!))
            {
                if (!value.TryGetProperty(name, out _) && !IsForOtherDirection(properties, name))
                {
                    report(at, $"lacks '{name}'");
                }
            }
        }

        Between(schema, "minProperties", "maxProperties", value.EnumerateObject().Count(), at, "members");
        if (properties.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(member.Name, out var memberSchema))
            {
                continue;
            }

            if (use == SchemaUse.Request && Is(schemas.Resolve(memberSchema), "readOnly"))
            {
                report($"{at}.{member.Name}", "is read-only and must not be sent");
            }

            Check(memberSchema, member.Value, $"{at}.{member.Name}", part: false, depth + 1);
        }
    }

    /// <summary>Members that no part of a composed schema names.</summary>
    private void Strangers(JsonElement schema, JsonElement value, string at, int depth)
    {
        var shape = new ObjectShape();
        Collect(schema, shape, 0);
        foreach (var member in value.EnumerateObject().Where(m => !shape.Names.Contains(m.Name) && !shape.Patterns.Exists(p => IsMatch(p, m.Name))))
        {
            if (shape.Others is { } others)
            {
                Check(others, member.Value, $"{at}.{member.Name}", part: false, depth + 1);
            }
            else if (shape.Closed || (use == SchemaUse.Request && shape.Names.Count > 0 && !shape.Open))
            {
                report($"{at}.{member.Name}", "is not a known member");
            }
        }
    }

    private void Collect(JsonElement schema, ObjectShape shape, int depth)
    {
        schema = schemas.Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > 16)
        {
            return;
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            shape.Names.UnionWith(properties.EnumerateObject().Select(p => p.Name));
        }

        if (schema.TryGetProperty("patternProperties", out var patterns))
        {
            shape.Patterns.AddRange(patterns.EnumerateObject().Select(p => p.Name));
        }

        if (schema.TryGetProperty("additionalProperties", out var additional))
        {
            shape.Closed |= additional.ValueKind == JsonValueKind.False;
            shape.Open |= additional.ValueKind is JsonValueKind.True or JsonValueKind.Object;
            shape.Others = additional.ValueKind == JsonValueKind.Object ? additional : shape.Others;
        }

        foreach (var keyword in new[] { "allOf", "anyOf", "oneOf" })
        {
            if (schema.TryGetProperty(keyword, out var branches))
            {
                foreach (var branch in branches.EnumerateArray())
                {
                    Collect(branch, shape, depth + 1);
                }
            }
        }
    }

    private void Items(JsonElement schema, JsonElement value, string at, int depth)
    {
        Between(schema, "minItems", "maxItems", value.GetArrayLength(), at, "items");
        if (schema.TryGetProperty("items", out var items))
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(items, item, $"{at}[{index++}]", part: false, depth + 1);
            }
        }

        if (Is(schema, "uniqueItems") && value.EnumerateArray().Select(i => i.GetRawText()).Distinct(StringComparer.Ordinal).Count() != value.GetArrayLength())
        {
            report(at, "holds an item twice");
        }
    }

    private void Text(JsonElement schema, string value, string at)
    {
        Between(schema, "minLength", "maxLength", new StringInfo(value).LengthInTextElements, at, "characters");
        if (schema.TryGetProperty("pattern", out var pattern) && !IsMatch(pattern.GetString()!, value))
        {
            report(at, $"'{value}' does not match {pattern.GetString()}");
        }

        if (schema.TryGetProperty("format", out var format) && !TextFormats.Fits(format.GetString()!, value))
        {
            report(at, $"'{value}' is no {format.GetString()}");
        }
    }

    private void Number(JsonElement schema, double value, string at)
    {
        if (Limit(schema, "minimum") is { } minimum && value < minimum)
        {
            report(at, $"{value} is below {minimum}");
        }

        if (Limit(schema, "maximum") is { } maximum && value > maximum)
        {
            report(at, $"{value} is above {maximum}");
        }

        if (schema.TryGetProperty("format", out var format) && format.GetString() == "int32" && value is < int.MinValue or > int.MaxValue)
        {
            report(at, $"{value} is no int32");
        }
    }

    /// <summary>Google's documents write numbers as text.</summary>
    private static double? Limit(JsonElement schema, string keyword) =>
        !schema.TryGetProperty(keyword, out var limit) ? null
        : limit.ValueKind == JsonValueKind.Number ? limit.GetDouble()
        : double.TryParse(limit.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Between(JsonElement schema, string least, string most, int count, string at, string unit)
    {
        if (Limit(schema, least) is { } minimum && count < minimum)
        {
            report(at, $"has {count} {unit}, at least {minimum} are needed");
        }

        if (Limit(schema, most) is { } maximum && count > maximum)
        {
            report(at, $"has {count} {unit}, at most {maximum} are allowed");
        }
    }

    private bool IsForOtherDirection(JsonElement properties, string name) =>
        properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var member)
        && Is(schemas.Resolve(member), use == SchemaUse.Request ? "readOnly" : "writeOnly");

    private static bool Is(JsonElement schema, string keyword) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(keyword, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static bool IsMatch(string pattern, string value) => Regex.IsMatch(value, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string Describe(JsonElement value)
    {
        var raw = value.GetRawText();
        return $"{value.ValueKind.ToString().ToLowerInvariant()} {(raw.Length > 60 ? raw[..60] + "…" : raw)}";
    }

    private sealed class ObjectShape
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public List<string> Patterns { get; } = [];

        public JsonElement? Others { get; set; }

        public bool Closed { get; set; }

        public bool Open { get; set; }
    }
}
