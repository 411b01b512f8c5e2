using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Proxy;

/// <summary>What the routes say of themselves: bodies and answers are the vendor's, so no type of ours describes them.</summary>
internal static class ProxyDescription
{
    public const string Text =
        "Calls the vendor's own API with the connection that the hub keeps for the caller, and hands on what the vendor answers: status, body, and the headers about the body, "
        + "caching validators, paging and rate limits. HEAD is taken as well. The token needs the scope proxy, and write for all but GET and HEAD; the organization's own connection takes an "
        + "administrator or a key of the organization. The path is what follows the vendor's base address, percent-encoded, without dot segments or encoded slashes; the query is passed on as it is. "
        + "Accept, Accept-Language, Content-Type, Content-Encoding, conditions, Range and Prefer are passed on, and no other header. Bodies are streamed, up to 100 MB each way. Redirects are not followed. "
        + "Answers of the vendor carry X-Vendor-Status; without it the answer is the hub's own.";

    private const string Json = "application/json";
    private const string Any = "*/*";

    public static Task CompleteAsync(OpenApiOperation operation, string method)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            (parameter.Description, parameter.Example) = parameter.Name == "path"
                ? ("Below the vendor's base address, such as user/repos at https://api.github.com/.", JsonValue.Create(method == HttpMethods.Get ? "user/repos" : "repos/acme/app/issues/7"))
                : ("The integration.", JsonValue.Create("7b0f8a52-9d0c-4a5e-8f0e-2f6c1d3b4a59"));
        }

        if (method is not "GET" and not "DELETE")
        {
            operation.RequestBody = new OpenApiRequestBody { Description = "Whatever the vendor takes; its Content-Type is passed on.", Content = Content("""{"title":"Fix the build"}""") };
        }

        operation.Responses ??= [];
        if (operation.RequestBody is not null)
        {
            operation.Responses["413"] = new OpenApiResponse { Description = "The body is larger than 100 MB." };
        }

        operation.Responses["200"] = new OpenApiResponse
        {
            Description = "The vendor's answer. Its status may be any other too, except 401 and redirects.",
            Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                [ProxyResult.StatusHeader] = new OpenApiHeader { Description = "The vendor's status; absent from the hub's own answers.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
            },
            Content = Content("""[{"full_name":"acme/app"}]"""),
        };
        return Task.CompletedTask;
    }

    private static Dictionary<string, OpenApiMediaType> Content(string example) => new(StringComparer.Ordinal)
    {
        [Json] = new OpenApiMediaType { Schema = new OpenApiSchema(), Example = JsonNode.Parse(example) },
        [Any] = new OpenApiMediaType(),
    };
}
