using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Plans;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>Parameters that an action of a file takes, made out of the file: what is made so says that it was made by a trial.</summary>
internal static class TrialExamples
{
    /// <param name="action">The action.</param>
    /// <param name="thing">The id of a thing of an entity; null where there is none.</param>
    /// <returns>Null where a thing is wanted of which there is none.</returns>
    public static JsonObject? Parameters(ActionPlan action, Func<EntityPlan, string?> thing)
    {
        var parameters = new JsonObject();
        foreach (var property in action.Descriptor.Parameters.GetProperty("properties").EnumerateObject())
        {
            if (action.Things.TryGetValue(property.Name, out var entity))
            {
                if (thing(entity) is not { } id)
                {
                    return null;
                }

                parameters[property.Name] = id;
                continue;
            }

            parameters[property.Name] = property.Value.TryGetProperty("enum", out var choices) ? choices[0].GetString()
                : property.Value.GetProperty("type").GetString() switch
                {
                    "integer" => property.Value.TryGetProperty("minimum", out var least) ? least.GetInt32() : 1,
                    "boolean" => true,
                    _ => Text(property.Value.TryGetProperty("format", out var format) ? format.GetString() : null, property.Value.TryGetProperty("minLength", out var length) ? length.GetInt32() : 0),
                };
        }

        return parameters;
    }

    /// <summary>
    /// Whether a parameter that is no thing of ours stands in the path, where vendors name what is meant: 1 would be a thing that the vendor
    /// has, and not one of the trial's.
    /// </summary>
    public static bool NamesAThingItself(ActionPlan action) =>
        action.Descriptor.Parameters.GetProperty("properties").EnumerateObject().Any(property => !action.Things.ContainsKey(property.Name) && action.Request.Path.Names.Contains(property.Name, StringComparer.Ordinal));

    private static string Text(string? format, int length) => format switch
    {
        "uri" => "https://example.com/page",
        "email" => "trial@example.com",
        "date" => "2026-12-01",
        "date-time" => "2026-12-01T10:00:00Z",
        _ => length == 36 ? "00000000-0000-4000-8000-000000000000" : "Written by a trial",
    };
}
