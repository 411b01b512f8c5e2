using System.Text.Json.Nodes;

namespace Integrations.Client.Generator;

/// <summary>The OpenAPI documents as far as a client needs them: operations with their surface, and the shapes of bodies.</summary>
/// <remarks>
/// Source: OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.1 (read 2026-11-28). Only what the hub's own documents use is understood; anything else ends the
/// run, so that nothing is left out unseen.
/// </remarks>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private readonly JsonObject _schemas;

    private ApiDocument(JsonObject all, IReadOnlyDictionary<string, Surface> surfaces)
    {
        _schemas = all["components"]!["schemas"]!.AsObject();
        Models = new SortedDictionary<string, JsonObject>(
            _schemas.Where(schema => !CSharp.IsJson(schema.Key)).ToDictionary(schema => schema.Key, schema => schema.Value!.AsObject(), StringComparer.Ordinal), StringComparer.Ordinal);
        Operations =
        [
            .. from path in all["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               select Read(path.Key, operation.Key, operation.Value!.AsObject(), surfaces.GetValueOrDefault($"{operation.Key} {path.Key}", Surface.Own)),
        ];
    }

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>Shapes by name; anything that is JSON of no known shape is none.</summary>
    public IReadOnlyDictionary<string, JsonObject> Models { get; }

    public static ApiDocument Read(string folder)
    {
        var surfaces =
            from surface in Surface.Documented
            from path in Parse(folder, surface.Document)["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            select KeyValuePair.Create($"{operation.Key} {path.Key}", surface);
        return new ApiDocument(Parse(folder, "all"), surfaces.ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>Whether a body is only a wrapper: <c>success</c>, <c>data</c>, and perhaps a message that repeats the status.</summary>
    public bool IsEnvelope(string model) =>
        Models[model]["properties"]!.AsObject().Select(property => property.Key).ToList() is var names
        && names.Contains("success", StringComparer.Ordinal) && names.Contains("data", StringComparer.Ordinal) && names.TrueForAll(name => name is "success" or "data" or "message");

    /// <summary>The shape of an answer as the caller gets it: without its wrapper.</summary>
    public JsonObject Unwrapped(string model) => IsEnvelope(model) ? Models[model]["properties"]!["data"]!.AsObject() : Reference(model);

    public static JsonObject Reference(string model) => new() { ["$ref"] = $"#/components/schemas/{model}" };

    private static JsonObject Parse(string folder, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.json")))!.AsObject();

    private static ApiOperation Read(string path, string method, JsonObject operation, Surface surface)
    {
        if (!Methods.Contains(method, StringComparer.Ordinal))
        {
            throw new NotSupportedException($"{method} {path}");
        }

        var id = (string)operation["operationId"]!;
        var parameters = (operation["parameters"]?.AsArray() ?? []).Select(node => node!.AsObject()).Select(parameter => new ApiParameter(
            (string)parameter["name"]!, (string)parameter["in"]!, (bool?)parameter["required"] ?? false, parameter["schema"]!.AsObject(), (string?)parameter["description"])).ToList();
        var content = operation["requestBody"]?["content"]?.AsObject();
        return new ApiOperation(
            surface,
            (string)operation["tags"]![0]!,
            method.ToUpperInvariant(),
            path,
            surface.Prefix.Length > 0 && id.StartsWith(surface.Prefix, StringComparison.Ordinal) ? id[surface.Prefix.Length..] : id,
            parameters,
            content is null ? null : content["application/json"]!["schema"]?.AsObject() ?? [],
            (bool?)operation["requestBody"]?["required"] ?? false,
            Answer(operation["responses"]!.AsObject()))
        {
            Summary = (string?)operation["summary"],
            Description = (string?)operation["description"],
        };
    }

    private static ApiAnswer Answer(JsonObject responses)
    {
        var (status, response) = responses.First(response => response.Key[0] is '2' or '3');
        var content = response!["content"]?.AsObject();
        return content switch
        {
            null when status[0] == '3' => new ApiAnswer(AnswerKind.Redirect),
            null => new ApiAnswer(AnswerKind.Empty),
            _ when content.ContainsKey("*/*") || content.ContainsKey("text/event-stream") => new ApiAnswer(AnswerKind.Raw),
            _ => new ApiAnswer(AnswerKind.Json, CSharp.NameOf((string)content["application/json"]!["schema"]!["$ref"]!)),
        };
    }
}
