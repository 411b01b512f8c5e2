using System.Text.Json;

namespace Integrations.Tests.Contracts;

/// <summary>Reads operations out of a Google discovery document.</summary>
internal sealed class DiscoveryReader(JsonElement document)
{
    private static readonly Dictionary<string, JsonElement?> Anything = new(StringComparer.OrdinalIgnoreCase) { ["*/*"] = null };

    private readonly SchemaSet _schemas = new(document, bareNames: true);
    private readonly string _root = document.GetProperty("rootUrl").GetString()!.TrimEnd('/');
    private readonly string _service = "/" + document.GetProperty("servicePath").GetString()!.TrimStart('/');

    public IEnumerable<ContractOperation> Operations() => Methods(document).SelectMany(Operations);

    private static IEnumerable<JsonElement> Methods(JsonElement resource)
    {
        var own = resource.TryGetProperty("methods", out var methods) ? methods.EnumerateObject().Select(m => m.Value) : [];
        var inner = resource.TryGetProperty("resources", out var resources) ? resources.EnumerateObject().SelectMany(r => Methods(r.Value)) : [];
        return own.Concat(inner);
    }

    private IEnumerable<ContractOperation> Operations(JsonElement method)
    {
        yield return Operation(method, _service + method.GetProperty("path").GetString()!.TrimStart('/'), upload: false);
        if (!method.TryGetProperty("mediaUpload", out var upload))
        {
            yield break;
        }

        foreach (var protocol in upload.GetProperty("protocols").EnumerateObject().DistinctBy(p => p.Value.GetProperty("path").GetString()))
        {
            yield return Operation(method, protocol.Value.GetProperty("path").GetString()!, upload: true);
        }
    }

    private ContractOperation Operation(JsonElement method, string path, bool upload)
    {
        var parameters = Parameters(document).Concat(Parameters(method)).ToList();
        if (upload)
        {
            parameters.Add(new ContractParameter("uploadType", "query", Required: true, null, CommaSeparated: false));
            parameters.Add(new ContractParameter("upload_id", "query", Required: false, null, CommaSeparated: false));
        }

        var answer = method.TryGetProperty("response", out var response) ? response : (JsonElement?)null;
        var media = method.TryGetProperty("supportsMediaDownload", out var download) && download.GetBoolean();
        return new ContractOperation(
            method.GetProperty("httpMethod").GetString()!,
            path,
            UrlTemplate.Of([_root], path),
            parameters,
            upload ? new ContractBody(Required: false, Anything) : method.TryGetProperty("request", out var request) ? new ContractBody(Required: false, Json(request)) : null,
            new Dictionary<string, ContractAnswer>(StringComparer.OrdinalIgnoreCase)
            {
                ["2XX"] = new(media || upload ? With(Anything, answer) : answer is null ? Anything : Json(answer.Value), []),
                ["3XX"] = new(Anything, []),
                ["4XX"] = new(Anything, []),
                ["5XX"] = new(Anything, []),
            },
            _schemas);
    }

    private static Dictionary<string, JsonElement?> Json(JsonElement schema) => new(StringComparer.OrdinalIgnoreCase) { ["application/json"] = schema };

    private static Dictionary<string, JsonElement?> With(Dictionary<string, JsonElement?> content, JsonElement? schema) =>
        schema is null ? content : new(content, StringComparer.OrdinalIgnoreCase) { ["application/json"] = schema };

    private static IEnumerable<ContractParameter> Parameters(JsonElement element) =>
        !element.TryGetProperty("parameters", out var parameters) ? [] : parameters.EnumerateObject().Select(p => new ContractParameter(
            p.Name,
            p.Value.GetProperty("location").GetString()!,
            p.Value.TryGetProperty("required", out var required) && required.GetBoolean(),
            p.Value,
            CommaSeparated: false));
}
