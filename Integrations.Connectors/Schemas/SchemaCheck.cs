using System.Text.Json;

namespace Integrations.Connectors.Schemas;

/// <summary>Checks values against a JSON Schema: parameters of actions, and provider files.</summary>
/// <remarks>
/// Source: JSON Schema 2020-12, the assertions that describe values: type, enum, const, format, required, properties, additionalProperties, propertyNames,
/// items, prefixItems, the size and range limits, pattern, allOf, anyOf, oneOf, not, and local $ref. Other keywords are left to the author of the
/// schema. Schemas of workflow tools come from outside, so the work is bounded, nothing is fetched, and patterns run without
/// backtracking (SECURITY I1, I5).
/// </remarks>
/// <param name="root">An object, or a boolean; anything else accepts everything.</param>
/// <param name="patterns">Of this schema; given, they are ready for the next check.</param>
/// <param name="maxDepth">How deep a value, and the schema along it, may nest.</param>
public sealed class SchemaCheck(JsonElement root, SchemaPatterns? patterns = null, int maxDepth = SchemaCheck.MaxDepth)
{
    /// <summary>How deep a caller's values nest at most.</summary>
    public const int MaxDepth = 32;

    /// <summary>No more errors than this are told at once.</summary>
    public const int MaxErrors = 20;

    private const int MostNames = 20;

    private const string TooLarge = "cannot be checked: it is nested too deeply, or its schema is too large";

    private readonly SchemaPatterns _patterns = patterns ?? new SchemaPatterns();

    // A schema may fan out (anyOf in items in anyOf …); values never need that many steps.
    private int _stepsLeft = 50_000;
    private bool _tooLarge;

    /// <summary>What is wrong with a value; once for each check.</summary>
    public IReadOnlyList<SchemaError> Run(JsonElement value)
    {
        var errors = new List<SchemaError>();
        Visit(root, value, SchemaPlace.Whole, 0, errors);
        if (_tooLarge && errors.Count == 0)
        {
            // Under "not" or "anyOf" an unfinished branch could pass for a match.
            errors.Add(SchemaPlace.Whole, TooLarge);
        }

        return errors;
    }

    private void Visit(JsonElement schema, JsonElement value, SchemaPlace place, int depth, List<SchemaError> errors)
    {
        if (errors.Count >= MaxErrors)
        {
            return;
        }

        if (depth > maxDepth || --_stepsLeft < 0)
        {
            _tooLarge = true;
            errors.Add(place, TooLarge);
            return;
        }

        if (schema.ValueKind == JsonValueKind.False)
        {
            errors.Add(place, "is not accepted");
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (SchemaKeywords.Text(schema, "$ref") is { } reference && Resolve(reference) is { } target)
        {
            Visit(target, value, place, depth + 1, errors);
        }

        if (!SchemaTypes.HasType(schema, value, place, errors))
        {
            // The other rules of the schema would only say the same in other words.
            return;
        }

        SchemaTypes.CheckChoices(schema, value, place, errors);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                SchemaText.Check(schema, value.GetString()!, _patterns, rule => errors.Add(place, rule));
                break;
            case JsonValueKind.Number:
                SchemaNumbers.Check(schema, value, rule => errors.Add(place, rule));
                break;
            case JsonValueKind.Array:
                CheckItems(schema, value, place, depth, errors);
                break;
            case JsonValueKind.Object:
                CheckMembers(schema, value, place, depth, errors);
                break;
        }

        CheckCombinations(schema, value, place, depth, errors);
    }

    private void CheckItems(JsonElement schema, JsonElement value, SchemaPlace place, int depth, List<SchemaError> errors)
    {
        var count = value.GetArrayLength();
        if (SchemaKeywords.Limit(schema, "minItems") is { } least && count < least)
        {
            errors.Add(place, $"must have at least {SchemaKeywords.Counted(least, "item")}");
        }

        if (SchemaKeywords.Limit(schema, "maxItems") is { } most && count > most)
        {
            errors.Add(place, $"must have at most {SchemaKeywords.Counted(most, "item")}");
            return;
        }

        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True && HasTwins(value))
        {
            errors.Add(place, "must not hold the same item twice");
        }

        var leading = schema.TryGetProperty("prefixItems", out var prefix) && prefix.ValueKind == JsonValueKind.Array ? [.. prefix.EnumerateArray()] : Array.Empty<JsonElement>();
        var hasItems = schema.TryGetProperty("items", out var items);
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (index < leading.Length)
            {
                Visit(leading[index], item, place.At(index), depth + 1, errors);
            }
            else if (hasItems)
            {
                Visit(items, item, place.At(index), depth + 1, errors);
            }

            index++;
        }
    }

    private bool HasTwins(JsonElement array)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return array.EnumerateArray().Any(item => --_stepsLeft > 0 && !seen.Add(CanonicalJson.Of(item)));
    }

    private void CheckMembers(JsonElement schema, JsonElement value, SchemaPlace place, int depth, List<SchemaError> errors)
    {
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            foreach (var name in required.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!))
            {
                if (!value.TryGetProperty(name, out _))
                {
                    errors.Add(place.At(name), "is required");
                }
            }
        }

        var count = value.EnumerateObject().Count();
        if (SchemaKeywords.Limit(schema, "minProperties") is { } least && count < least)
        {
            errors.Add(place, $"must have at least {SchemaKeywords.Counted(least, "member")}");
        }

        if (SchemaKeywords.Limit(schema, "maxProperties") is { } most && count > most)
        {
            errors.Add(place, $"must have at most {SchemaKeywords.Counted(most, "member")}");
        }

        var known = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object;
        var hasOthers = schema.TryGetProperty("additionalProperties", out var others);
        // Names by pattern are the vendor's to judge; they are not "additional" either.
        hasOthers &= !schema.TryGetProperty("patternProperties", out _);
        var hasNames = schema.TryGetProperty("propertyNames", out var names) && names.ValueKind == JsonValueKind.Object;
        foreach (var member in value.EnumerateObject())
        {
            if (hasNames)
            {
                SchemaText.Check(names, member.Name, _patterns, rule => errors.Add(place.At(member.Name), rule.IndexOf(", such as ", StringComparison.Ordinal) is > 0 and var at ? $"has a name that cannot stand here; one that can is {rule[(at + 10)..]}" : "has a name that cannot stand here"));
            }

            if (known && properties.TryGetProperty(member.Name, out var own))
            {
                Visit(own, member.Value, place.At(member.Name), depth + 1, errors);
            }
            else if (hasOthers && others.ValueKind == JsonValueKind.False)
            {
                errors.Add(place.At(member.Name), known ? $"is not known here; known are: {Names(properties)}" : "is not known here");
            }
            else if (hasOthers)
            {
                Visit(others, member.Value, place.At(member.Name), depth + 1, errors);
            }
        }
    }

    private void CheckCombinations(JsonElement schema, JsonElement value, SchemaPlace place, int depth, List<SchemaError> errors)
    {
        foreach (var part in Branches(schema, "allOf"))
        {
            Visit(part, value, place, depth + 1, errors);
        }

        if (Branches(schema, "anyOf") is { Count: > 0 } any && Tried(any, value, place, depth) is var tried && !tried.Exists(e => e.Count == 0))
        {
            AddNearest(errors, place, tried, "does not have any of the accepted forms");
        }

        if (Branches(schema, "oneOf") is { Count: > 0 } one && Tried(one, value, place, depth) is var fits)
        {
            switch (fits.Count(e => e.Count == 0))
            {
                case 0:
                    AddNearest(errors, place, fits, "does not have any of the accepted forms");
                    break;
                case > 1:
                    errors.Add(place, "has more than one of the accepted forms; it must have exactly one");
                    break;
            }
        }

        if (schema.TryGetProperty("not", out var not) && Try(not, value, place, depth).Count == 0)
        {
            errors.Add(place, "has a form that is not accepted");
        }
    }

    private List<List<SchemaError>> Tried(List<JsonElement> branches, JsonElement value, SchemaPlace place, int depth) =>
        [.. branches.Select(branch => Try(branch, value, place, depth))];

    private List<SchemaError> Try(JsonElement branch, JsonElement value, SchemaPlace place, int depth)
    {
        var errors = new List<SchemaError>();
        Visit(branch, value, place, depth + 1, errors);
        return errors;
    }

    /// <summary>The branch for this kind of value is the one that was meant; without one, or with several, a sentence has to do.</summary>
    private static void AddNearest(List<SchemaError> errors, SchemaPlace place, List<List<SchemaError>> tried, string rule)
    {
        var meant = tried.Where(branch => !branch.Exists(error => error.IsOfKind && ReferenceEquals(error.Place, place))).ToList();
        if (meant.Count == 1)
        {
            errors.AddRange(meant[0]);
        }
        else if (meant.Count == 0 && tried.TrueForAll(branch => branch.Count == 1))
        {
            errors.Add(place, SchemaTypes.Must + string.Join(" or ", tried.Select(branch => branch[0].Rule[SchemaTypes.Must.Length..])), isOfKind: true);
        }
        else
        {
            errors.Add(place, rule);
        }
    }

    private static string Names(JsonElement properties)
    {
        var names = properties.EnumerateObject().Select(property => property.Name).Take(MostNames + 1).ToList();
        return string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");
    }

    private static List<JsonElement> Branches(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var branches) && branches.ValueKind == JsonValueKind.Array ? [.. branches.EnumerateArray()] : [];

    /// <summary>Follows <c>#</c> and <c>#/…</c> within the document; other references are never fetched.</summary>
    private JsonElement? Resolve(string reference)
    {
        if (reference == "#")
        {
            return root;
        }

        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        var at = root;
        foreach (var segment in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }
}
