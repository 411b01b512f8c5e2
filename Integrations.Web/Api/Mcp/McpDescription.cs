using System.Text.Json.Nodes;
using Integrations.Web.Api.Documents;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Mcp;

/// <summary>The tools' route in the descriptions. What is called there describes itself by the protocol, so its messages are told by example.</summary>
internal static class McpDescription
{
    private const string Json = "application/json";

    // Refused before any message is read, in the same words as every route.
    private static readonly string[] Refusals = ["400", "401", "403", "413", "415", "429", "500", "503"];

    public static void AddTo(OpenApiDocument document)
    {
        if (document.Paths.Values.SelectMany(path => path.Operations ?? []).FirstOrDefault(each => each.Value.OperationId == "SearchAll").Value is not { } like)
        {
            return;
        }

        var operation = new OpenApiOperation
        {
            OperationId = "CallTools",
            Summary = "Speak the Model Context Protocol",
            Description =
                "Beyond the five documents. One message of the Model Context Protocol (Streamable HTTP, without sessions; revisions 2024-11-05 to 2026-07-28). Accept has to name application/json and text/event-stream; "
                + "the answer is a stream of events, the last of which holds the result. The token needs the scope mcp, and what may be called is what its person granted on the page Agents. See docs/programs.md.",
            Tags = new HashSet<OpenApiTagReference> { new("Tools", document) },
            RequestBody = new OpenApiRequestBody { Required = true, Content = Content(Json, """{ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "search", "arguments": { "query": "build" } } }""") },
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse { Description = "Events; each holds a message.", Content = Content("text/event-stream", "\"event: message\\ndata: {\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":1,\\\"result\\\":{…}}\"") },
                ["202"] = new OpenApiResponse { Description = "A notification was taken." },
            },
            Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal) { [ApiSchemas.BeyondDocuments] = new JsonNodeExtension(JsonValue.Create(true)) },
        };
        foreach (var status in Refusals)
        {
            if (like.Responses?.TryGetValue(status, out var refusal) == true)
            {
                operation.Responses[status] = refusal;
            }
        }

        document.Tags ??= new HashSet<OpenApiTag>();
        document.Tags.Add(new OpenApiTag { Name = "Tools" });
        document.Paths[McpHosting.Path] = new OpenApiPathItem { Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = operation } };
    }

    private static Dictionary<string, OpenApiMediaType> Content(string type, string example) => new(StringComparer.Ordinal)
    {
        [type] = new OpenApiMediaType { Schema = new OpenApiSchema(), Example = JsonNode.Parse(example) },
    };
}
