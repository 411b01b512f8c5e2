using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Instances;
using Integrations.Web.Api.Auth;
using Integrations.Web.Api.Platform;
using Integrations.Web.Hosting.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Documents;

/// <summary>Adds to each operation what its surface answers when something is wrong, and the documents' own example requests.</summary>
internal static class ApiOperations
{
    private const string Json = "application/json";
    private const string Details = "details";
    private const string ExampleRequestId = "4bf92f3577b34da6a3ce929d0e0e4736";

    // What a document demands in the query; bound as optional, so that its absence is answered in the document's words.
    private static readonly HashSet<(string?, string?)> DemandedQuery = [("SearchOne", "query"), ("GetWidgetData", "entity")];

    public static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var shape = metadata.OfType<IApiErrorShape>().LastOrDefault() ?? new PlatformErrorShape();
        operation.Responses ??= [];
        foreach (var error in Errors(context.Description))
        {
            operation.Responses.TryAdd(error.Status.ToString(CultureInfo.InvariantCulture), Response(shape, error));
        }

        // Lists in the query may be left out; generated bindings do not say so of arrays.
        foreach (var list in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p is { In: ParameterLocation.Query, Schema.Type: JsonSchemaType.Array }) ?? [])
        {
            list.Required = false;
        }

        foreach (var demanded in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query && DemandedQuery.Contains((operation.OperationId, p.Name))) ?? [])
        {
            demanded.Required = true;
        }

        if (metadata.OfType<BeyondDocumentsAttribute>().Any())
        {
            operation.Description = $"Beyond the five documents. {operation.Description}".TrimEnd();
            (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal))[ApiSchemas.BeyondDocuments] = new JsonNodeExtension(JsonValue.Create(true));
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<ApiError> Errors(ApiDescription description)
    {
        var metadata = description.ActionDescriptor.EndpointMetadata;
        var isUnsafe = description.HttpMethod is not ("GET" or "HEAD");
        // Metadata take nothing that could be named.
        yield return metadata.OfType<SignInErrorShape>().Any() ? ApiError.Of(400) : ApiError.Of(400) with { Code = "validation", Message = "limit must be between 1 and 100.", Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["limit"] = ["limit must be between 1 and 100."] } };
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            yield return ApiError.Of(401);
            yield return ApiError.Of(403);
        }

        // A body may name something too, such as a provider.
        if (description.RelativePath?.Contains('{', StringComparison.Ordinal) == true || description.SupportedRequestFormats.Count > 0)
        {
            yield return ApiError.Of(404) with { Code = "integration.not_found", Message = "Integration not found", Kind = Integrations.Primitives.FailureKind.NotFound };
        }

        // What is asked for may be in no state to answer, such as an integration that is not connected.
        if (isUnsafe || description.RelativePath?.Contains('{', StringComparison.Ordinal) == true)
        {
            yield return ApiError.Of(409) with { Code = InstanceFailures.NameTakenCode, Message = "An integration named 'GitHub' already exists. Choose another name.", Kind = Integrations.Primitives.FailureKind.Conflict };
        }

        if (description.ParameterDescriptions.Any(p => p.Name == "If-Match"))
        {
            yield return ApiError.Of(412) with { Code = "stale", Message = "Someone changed this in the meantime. Load it again and repeat the change.", Kind = Integrations.Primitives.FailureKind.Stale };
        }

        if (description.SupportedRequestFormats.Count > 0)
        {
            yield return ApiError.Of(413);
            yield return ApiError.Of(415);
        }

        yield return ApiError.Of(429) with { RetryAfter = TimeSpan.FromSeconds(60) };
        yield return ApiError.Of(500);
        yield return ApiError.Of(503) with { RetryAfter = TimeSpan.FromSeconds(5) };
    }

    private static OpenApiResponse Response(IApiErrorShape shape, ApiError error)
    {
        var body = shape.Body(error, ExampleRequestId);
        var example = JsonSerializer.SerializeToNode(body, body.GetType(), JsonSerializerOptions.Web)!;
        return new OpenApiResponse
        {
            Description = Describe(error.Status),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Json] = new OpenApiMediaType { Schema = SchemaOf(example), Example = example },
            },
        };
    }

    private static string Describe(int status) => status switch
    {
        400 => "Invalid request data; the field is named.",
        401 => "Authentication required.",
        403 => "Insufficient permissions.",
        404 => "Not found, or not yours to know of.",
        409 => "Resource conflict, such as a duplicate name.",
        412 => "The ETag in If-Match is not the current one.",
        413 => "The body is larger than 1 MB.",
        415 => "The body is not application/json.",
        429 => "Rate limit exceeded; Retry-After says when to try again.",
        503 => "The hub cannot do this right now; Retry-After says when to try again.",
        _ => "Internal server error.",
    };

    /// <summary>The shape of an example, so that both always agree. Only details depend on what went wrong.</summary>
    private static OpenApiSchema SchemaOf(JsonNode? example, string? member = null) => example switch
    {
        JsonObject when member == Details => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true },
        JsonObject members => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = members.ToDictionary(m => m.Key, m => (IOpenApiSchema)SchemaOf(m.Value, m.Key), StringComparer.Ordinal),
            Required = members.Select(m => m.Key).Where(name => name != Details).ToHashSet(StringComparer.Ordinal),
        },
        JsonArray items => new OpenApiSchema { Type = JsonSchemaType.Array, Items = SchemaOf(items.FirstOrDefault()) },
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => new OpenApiSchema { Type = JsonSchemaType.Integer },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
