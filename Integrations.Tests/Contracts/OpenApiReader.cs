using System.Text.Json;

namespace Integrations.Tests.Contracts;

/// <summary>Reads operations out of an OpenAPI 3.0 or 3.1 document.</summary>
internal sealed class OpenApiReader(JsonElement document)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly SchemaSet _schemas = new(document, bareNames: false);

    public IEnumerable<ContractOperation> Operations()
    {
        var servers = Servers(document) ?? ["https://{host}"];
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var item = _schemas.Resolve(path.Value);
            var shared = Parameters(item).ToList();
            foreach (var method in Methods)
            {
                if (!item.TryGetProperty(method, out var operation))
                {
                    continue;
                }

                var own = Parameters(operation).ToList();
                yield return new ContractOperation(
                    method.ToUpperInvariant(),
                    path.Name,
                    UrlTemplate.Of(Servers(operation) ?? Servers(item) ?? servers, path.Name),
                    [.. own, .. shared.Where(s => !own.Exists(o => o.Name == s.Name && o.In == s.In))],
                    operation.TryGetProperty("requestBody", out var body) ? Body(_schemas.Resolve(body)) : null,
                    operation.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => Answer(_schemas.Resolve(r.Value)), StringComparer.OrdinalIgnoreCase),
                    _schemas);
            }
        }
    }

    private static List<string>? Servers(JsonElement element) =>
        element.TryGetProperty("servers", out var servers) && servers.GetArrayLength() > 0
            ? [.. servers.EnumerateArray().Select(s => s.GetProperty("url").GetString()!)]
            : null;

    private IEnumerable<ContractParameter> Parameters(JsonElement element) =>
        !element.TryGetProperty("parameters", out var parameters) ? [] : parameters.EnumerateArray().Select(reference =>
        {
            var parameter = _schemas.Resolve(reference);
            var exploded = !parameter.TryGetProperty("explode", out var explode) || explode.GetBoolean();
            return new ContractParameter(
                parameter.GetProperty("name").GetString()!,
                parameter.GetProperty("in").GetString()!,
                parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
                parameter.TryGetProperty("schema", out var schema) ? schema : null,
                CommaSeparated: !exploded);
        });

    private static ContractBody Body(JsonElement body) =>
        new(body.TryGetProperty("required", out var required) && required.GetBoolean(), Content(body));

    private ContractAnswer Answer(JsonElement answer) => new(
        Content(answer),
        answer.TryGetProperty("headers", out var headers)
            ? [.. headers.EnumerateObject().Where(h => _schemas.Resolve(h.Value).TryGetProperty("required", out var required) && required.GetBoolean()).Select(h => h.Name)]
            : []);

    private static Dictionary<string, JsonElement?> Content(JsonElement element) =>
        element.TryGetProperty("content", out var content)
            ? content.EnumerateObject().ToDictionary(c => c.Name, c => c.Value.TryGetProperty("schema", out var schema) ? (JsonElement?)schema : null, StringComparer.OrdinalIgnoreCase)
            : [];
}
