using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Connectors.Manifest;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>What a provider file can be asked for, made out of the file: ids of its shapes, parameters that its actions take, fields that a person types.</summary>
internal static class Examples
{
    /// <summary>An id of the right shape that nothing has.</summary>
    public static string Id(EntityPlan entity) => $"{entity.Name}:{string.Join('/', entity.Id.Select(_ => Part(entity.Shape)))}";

    public static string Part(string shape) => shape switch
    {
        "digits" => "999999999",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        _ => "nothing999",
    };

    /// <param name="action">The action.</param>
    /// <param name="thing">The id of a thing of an entity.</param>
    public static JsonObject Parameters(ActionPlan action, Func<EntityPlan, string> thing) => TrialExamples.Parameters(action, thing)!;

    /// <summary>What a person types for a way to connect; of a sign-in the token that comes of it as well.</summary>
    public static Dictionary<string, string> Fields(AuthMethod method)
    {
        var fields = method.Fields.ToDictionary(field => field.Name, field => field.Type switch
        {
            "url" => field.Placeholder ?? "https://acme.example",
            "email" => "ada@acme.test",
            _ => "value1",
        }, StringComparer.Ordinal);
        if (method.OAuth is not null)
        {
            fields[VendorCredential.AccessToken] = "token";
        }

        return fields;
    }
}
