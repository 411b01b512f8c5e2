using System.Text;

namespace Integrations.Client.Generator;

/// <summary>The list of what is read and written as JSON, for which the compiler makes the code: the client needs no reflection.</summary>
internal static class JsonContextWriter
{
    public static string Write(ApiDocument api)
    {
        var bodies = api.Operations.Where(operation => operation.Body is not null).Select(operation => SurfaceWriter.BodyOf(operation)).Where(type => type != SurfaceWriter.Content);
        var answers = api.Operations.Where(operation => operation.Answer.Model is not null).Select(operation => operation.Answer.Model!);
        var code = new StringBuilder(CSharp.Head).Append("""
            using System.Text.Json;
            using System.Text.Json.Nodes;
            using System.Text.Json.Serialization;
            using Integrations.Client.Models;

            namespace Integrations.Client;

            [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]

            """);
        foreach (var type in bodies.Concat(answers).Select(type => type.TrimEnd('?')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            code.Append($"[JsonSerializable(typeof({type}))]\n");
        }

        return code.Append("internal sealed partial class HubJson : JsonSerializerContext;\n").ToString();
    }
}
