using System.Text.Json;
using Integrations.Primitives;

namespace Integrations.Core.Actions;

/// <summary>Checks what a caller gives an action against the action's JSON Schema, before a vendor is called.</summary>
/// <remarks>
/// Source: JSON Schema 2020-12, the assertions that describe parameters: type, enum, const, format, required, properties,
/// additionalProperties, items, prefixItems, the size and range limits, pattern, allOf, anyOf, oneOf, not, and local $ref.
/// Other keywords are left to the vendor. Schemas of workflow tools come from outside, so the work is bounded, nothing is
/// fetched, and patterns run without backtracking (SECURITY I1, I5). The well-known libraries cannot be restored from the
/// registry this project builds from, and have no such bounds.
/// </remarks>
public static class ParameterSchema
{
    /// <summary>Parameters are at most this long, as UTF-8 JSON.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How deep parameters, and the schema along them, may nest.</summary>
    public const int MaxDepth = 32;

    /// <summary>No more errors than this are told at once.</summary>
    public const int MaxErrors = 20;

    /// <summary>Null when the parameters satisfy the schema.</summary>
    /// <param name="schema">An object, or a boolean; anything else accepts everything.</param>
    /// <param name="parameters">Must be an object.</param>
    /// <returns><c>validation</c> with one entry per field (<c>people[2].email</c>) that names the rule it breaks; values are not repeated.</returns>
    public static Failure? Check(JsonElement schema, JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return Failure.InvalidField("parameters", "parameters must be an object.");
        }

        if (JsonSerializer.SerializeToUtf8Bytes(parameters).Length > MaxBytes)
        {
            return Failure.InvalidField("parameters", $"parameters must be at most {MaxBytes / 1024} KB.");
        }

        if (!IsShallow(parameters, MaxDepth))
        {
            return Failure.InvalidField("parameters", $"parameters must not nest deeper than {MaxDepth} levels.");
        }

        var check = new SchemaCheck(schema);
        check.Run(parameters);
        return check.Errors.Count == 0 ? null : Describe(check.Errors);
    }

    private static bool IsShallow(JsonElement value, int levels) => levels >= 0 && value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(member => IsShallow(member.Value, levels - 1)),
        JsonValueKind.Array => value.EnumerateArray().All(item => IsShallow(item, levels - 1)),
        _ => true,
    };

    private static Failure Describe(IReadOnlyList<SchemaError> errors)
    {
        var fields = errors.GroupBy(error => error.Field, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        return Failure.Invalid("validation", string.Join(' ', errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).Take(5))) with { Fields = fields };
    }
}
