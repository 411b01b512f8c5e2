namespace Integrations.Connectors.Schemas;

internal static class SchemaErrors
{
    /// <summary>Adds what is wrong at a place, up to the most that are told at once.</summary>
    public static void Add(this List<SchemaError> errors, SchemaPlace place, string rule, bool isOfKind = false)
    {
        if (errors.Count < SchemaCheck.MaxErrors)
        {
            errors.Add(new SchemaError(place, rule) { IsOfKind = isOfKind });
        }
    }
}
