using System.Text.Json;

namespace Integrations.Core.Actions;

/// <summary>One walk over a value and its schema.</summary>
internal sealed class SchemaCheck(JsonElement root)
{
    internal const string Whole = "parameters";
    private const string TooLarge = "cannot be checked: it is nested too deeply, or its schema is too large";

    // A schema may fan out (anyOf in items in anyOf …); a caller's parameters never need that many steps.
    private int _stepsLeft = 50_000;
    private bool _tooLarge;

    public List<SchemaError> Errors { get; } = [];

    public void Run(JsonElement value)
    {
        Visit(root, value, "", 0, Errors);
        if (_tooLarge && Errors.Count == 0)
        {
            // Under "not" or "anyOf" an unfinished branch could pass for a match.
            Errors.Add("", TooLarge);
        }
    }

    private void Visit(JsonElement schema, JsonElement value, string path, int depth, List<SchemaError> errors)
    {
        if (errors.Count >= ParameterSchema.MaxErrors)
        {
            return;
        }

        if (depth > ParameterSchema.MaxDepth || --_stepsLeft < 0)
        {
            _tooLarge = true;
            errors.Add(path, TooLarge);
            return;
        }

        if (schema.ValueKind == JsonValueKind.False)
        {
            errors.Add(path, "is not accepted");
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (SchemaKeywords.Text(schema, "$ref") is { } reference && Resolve(reference) is { } target)
        {
            Visit(target, value, path, depth + 1, errors);
        }

        if (!SchemaTypes.HasType(schema, value, path, errors))
        {
            // The other rules of the schema would only say the same in other words.
            return;
        }

        SchemaTypes.CheckChoices(schema, value, path, errors);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                SchemaText.Check(schema, value.GetString()!, rule => errors.Add(path, rule));
                break;
            case JsonValueKind.Number:
                SchemaNumbers.Check(schema, value, rule => errors.Add(path, rule));
                break;
            case JsonValueKind.Array:
                CheckItems(schema, value, path, depth, errors);
                break;
            case JsonValueKind.Object:
                CheckMembers(schema, value, path, depth, errors);
                break;
        }

        CheckCombinations(schema, value, path, depth, errors);
    }

    private void CheckItems(JsonElement schema, JsonElement value, string path, int depth, List<SchemaError> errors)
    {
        var count = value.GetArrayLength();
        if (SchemaKeywords.Limit(schema, "minItems") is { } least && count < least)
        {
            errors.Add(path, $"must have at least {SchemaKeywords.Counted(least, "item")}");
        }

        if (SchemaKeywords.Limit(schema, "maxItems") is { } most && count > most)
        {
            errors.Add(path, $"must have at most {SchemaKeywords.Counted(most, "item")}");
            return;
        }

        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True && HasTwins(value))
        {
            errors.Add(path, "must not hold the same item twice");
        }

        var leading = schema.TryGetProperty("prefixItems", out var prefix) && prefix.ValueKind == JsonValueKind.Array ? [.. prefix.EnumerateArray()] : Array.Empty<JsonElement>();
        var hasItems = schema.TryGetProperty("items", out var items);
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (index < leading.Length)
            {
                Visit(leading[index], item, $"{path}[{index}]", depth + 1, errors);
            }
            else if (hasItems)
            {
                Visit(items, item, $"{path}[{index}]", depth + 1, errors);
            }

            index++;
        }
    }

    private bool HasTwins(JsonElement array)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return array.EnumerateArray().Any(item => --_stepsLeft > 0 && !seen.Add(CanonicalJson.Of(item)));
    }

    private void CheckMembers(JsonElement schema, JsonElement value, string path, int depth, List<SchemaError> errors)
    {
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            foreach (var name in required.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!))
            {
                if (!value.TryGetProperty(name, out _))
                {
                    errors.Add(Member(path, name), "is required");
                }
            }
        }

        var count = value.EnumerateObject().Count();
        if (SchemaKeywords.Limit(schema, "minProperties") is { } least && count < least)
        {
            errors.Add(path, $"must have at least {SchemaKeywords.Counted(least, "member")}");
        }

        if (SchemaKeywords.Limit(schema, "maxProperties") is { } most && count > most)
        {
            errors.Add(path, $"must have at most {SchemaKeywords.Counted(most, "member")}");
        }

        var known = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object;
        var hasOthers = schema.TryGetProperty("additionalProperties", out var others);
        // Names by pattern are the vendor's to judge; they are not "additional" either.
        hasOthers &= !schema.TryGetProperty("patternProperties", out _);
        foreach (var member in value.EnumerateObject())
        {
            if (known && properties.TryGetProperty(member.Name, out var own))
            {
                Visit(own, member.Value, Member(path, member.Name), depth + 1, errors);
            }
            else if (hasOthers && others.ValueKind == JsonValueKind.False)
            {
                errors.Add(Member(path, member.Name), "is not a known parameter");
            }
            else if (hasOthers)
            {
                Visit(others, member.Value, Member(path, member.Name), depth + 1, errors);
            }
        }
    }

    private void CheckCombinations(JsonElement schema, JsonElement value, string path, int depth, List<SchemaError> errors)
    {
        foreach (var part in Branches(schema, "allOf"))
        {
            Visit(part, value, path, depth + 1, errors);
        }

        if (Branches(schema, "anyOf") is { Count: > 0 } any && Tried(any, value, path, depth) is var tried && !tried.Exists(e => e.Count == 0))
        {
            AddNearest(errors, path, tried, "does not have any of the accepted forms");
        }

        if (Branches(schema, "oneOf") is { Count: > 0 } one && Tried(one, value, path, depth) is var fits)
        {
            switch (fits.Count(e => e.Count == 0))
            {
                case 0:
                    AddNearest(errors, path, fits, "does not have any of the accepted forms");
                    break;
                case > 1:
                    errors.Add(path, "has more than one of the accepted forms; it must have exactly one");
                    break;
            }
        }

        if (schema.TryGetProperty("not", out var not) && Try(not, value, path, depth).Count == 0)
        {
            errors.Add(path, "has a form that is not accepted");
        }
    }

    private List<List<SchemaError>> Tried(List<JsonElement> branches, JsonElement value, string path, int depth) =>
        [.. branches.Select(branch => Try(branch, value, path, depth))];

    private List<SchemaError> Try(JsonElement branch, JsonElement value, string path, int depth)
    {
        var errors = new List<SchemaError>();
        Visit(branch, value, path, depth + 1, errors);
        return errors;
    }

    /// <summary>The branch that failed deeper inside is the one that was meant; without one the sentence has to do.</summary>
    private static void AddNearest(List<SchemaError> errors, string path, List<List<SchemaError>> tried, string rule)
    {
        var own = path.Length == 0 ? Whole : path;
        var meant = tried.Where(branch => branch.TrueForAll(error => error.Field != own)).ToList();
        if (meant.Count == 1)
        {
            errors.AddRange(meant[0]);
        }
        else
        {
            errors.Add(path, rule);
        }
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

    private static string Member(string path, string name)
    {
        var shown = Primitives.Text.Shorten(name, 100);
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }
}
