
namespace Integrations.Core.Actions;

internal static class SchemaErrors
{
    /// <summary>Adds what is wrong at a path, up to the most that are told at once.</summary>
    public static void Add(this List<SchemaError> errors, string path, string rule)
    {
        if (errors.Count < ParameterSchema.MaxErrors)
        {
            var field = path.Length == 0 ? SchemaCheck.Whole : path;
            errors.Add(new SchemaError(field, $"{field} {rule}."));
        }
    }
}
