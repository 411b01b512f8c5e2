using System.Text.Json;
using Integrations.Connectors.Schemas;
using Integrations.Primitives;

namespace Integrations.Core.Actions;

/// <summary>Checks what a caller gives an action against the action's JSON Schema, before a vendor is called.</summary>
public static class ParameterSchema
{
    /// <summary>Parameters are at most this long, as UTF-8 JSON.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How deep parameters, and the schema along them, may nest.</summary>
    public const int MaxDepth = SchemaCheck.MaxDepth;

    /// <summary>No more errors than this are told at once.</summary>
    public const int MaxErrors = SchemaCheck.MaxErrors;

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

        var errors = new SchemaCheck(schema).Run(parameters);
        return errors.Count == 0 ? null : Describe(errors);
    }

    private static bool IsShallow(JsonElement value, int levels) => levels >= 0 && value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(member => IsShallow(member.Value, levels - 1)),
        JsonValueKind.Array => value.EnumerateArray().All(item => IsShallow(item, levels - 1)),
        _ => true,
    };

    private static Failure Describe(IReadOnlyList<SchemaError> errors)
    {
        var told = errors.Select(error => (Field: FieldOf(error.Place), error.Rule)).Select(error => (error.Field, Message: $"{error.Field} {error.Rule}.")).ToList();
        var fields = told.GroupBy(error => error.Field, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        return Failure.Invalid("validation", string.Join(' ', told.Select(error => error.Message).Distinct(StringComparer.Ordinal).Take(5))) with { Fields = fields };
    }

    private static string FieldOf(SchemaPlace place) => place.Parent is null ? "parameters" : place.ToString();
}
