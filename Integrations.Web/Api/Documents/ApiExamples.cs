using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Documents;

/// <summary>Gives every body of a description an example: the documents' own, else one made of its schema.</summary>
internal static class ApiExamples
{
    private const string Json = "application/json";
    private const int Deepest = 12;

    private static readonly Dictionary<string, JsonNode> ByName = new(StringComparer.Ordinal)
    {
        ["name"] = "GitHub",
        ["displayName"] = "GitHub",
        ["title"] = "Fix the build",
        ["description"] = "Issues and pull requests of a repository.",
        ["label"] = "Token",
        ["provider"] = "github",
        ["providerName"] = "github",
        ["category"] = "data_source",
        ["entity"] = "issue",
        ["entityType"] = "issue",
        ["shardType"] = "Meeting",
        ["integrationName"] = "GitHub",
        ["icon"] = "github",
        ["color"] = "#24292f",
        ["version"] = "1.0.0",
        ["url"] = "https://github.com/acme/app/issues/7",
        ["email"] = "ada@acme.test",
        ["authorizationUrl"] = "https://github.com/login/oauth/authorize?client_id=…&state=…",
        ["tokenUrl"] = "https://github.com/login/oauth/access_token",
        ["authUrl"] = "https://zapier.com/auth/…",
        ["state"] = "q0J…",
        ["returnUrl"] = "/integrations",
        ["redirectUrl"] = "/integrations",
        ["credentialSecretName"] = "connections/7b0f8a52/v1",
        ["tokenType"] = "Bearer",
        ["accessToken"] = "eyJ…",
        ["expiresIn"] = 900,
        ["secret"] = "whsec_…",
        ["secretHint"] = "…x7Q=",
        ["password"] = "…",
        ["clientId"] = "itg_client_…",
        ["clientSecret"] = "…",
        ["apiKey"] = "ghp_…",
        ["code"] = "123456",
        ["startedBy"] = "ada@acme.test",
        ["enabledBy"] = "7b0f8a52-9d0c-4a5e-8f0e-2f6c1d3b4a59",
        ["message"] = "Connection successful",
        ["action"] = "create_issue",
        ["event"] = "workflow.executed",
        ["total"] = 1,
        ["limit"] = 50,
        ["offset"] = 0,
        ["took"] = 84,
        ["responseTime"] = 234,
        ["executionTime"] = 456,
        ["duration"] = 120,
        ["page"] = 1,
        ["pages"] = 1,
        ["popularity"] = 95,
        ["successRate"] = 0.9777,
        ["totalCalls"] = 1523,
        ["successfulCalls"] = 1489,
        ["failedCalls"] = 34,
        ["attempts"] = 1,
        ["number"] = 1,
        ["statusCode"] = 200,
        ["address"] = "https://hub.example.org/api/webhooks/github/7b0f8a52-9d0c-4a5e-8f0e-2f6c1d3b4a59?key=…",
        ["hasMore"] = false,
        ["isComplete"] = true,
        ["failed"] = 0,
        ["left"] = 0,
        ["cancelled"] = 0,
        ["maxLength"] = 200,
        ["success"] = true,
        ["passed"] = true,
    };

    // Members that are there when something is wrong: a success shows none.
    private static readonly HashSet<string> Troubles = new(StringComparer.Ordinal)
    {
        "error", "lastError", "validationError", "disabledReason", "failingSince", "pausedUntil", "staleSeconds", "errors", "nextOffset", "cancelledAt", "formerUntil", "nextAttemptAt", "missingScopes", "unaskedScopes",
    };

    public static void Complete(OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.ToList() ?? []))
        {
            var name = operation.OperationId ?? "";
            if (operation.RequestBody?.Content is { } content && content.TryGetValue(Json, out var body))
            {
                body.Example ??= RequestExamples.Find(name) is { } own ? JsonNode.Parse(own) : Of(body.Schema, document, null, 0);
            }

            foreach (var answer in (operation.Responses ?? []).Where(r => r.Key[0] == '2' && r.Value.Content?.ContainsKey(Json) == true).Select(r => r.Value.Content![Json]))
            {
                answer.Example ??= ResponseExamples.Find(name) is { } own ? JsonNode.Parse(own) : Of(answer.Schema, document, null, 0);
            }
        }
    }

    private static JsonNode? Of(IOpenApiSchema? schema, OpenApiDocument document, string? member, int depth)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            schema = document.Components?.Schemas?.TryGetValue(id, out var component) == true ? component : null;
        }

        if (schema is null || depth > Deepest)
        {
            return new JsonObject();
        }

        if (schema.OneOf is { Count: > 0 } choices)
        {
            return Of(choices.FirstOrDefault(c => c.Type != JsonSchemaType.Null), document, member, depth);
        }

        if (schema.Enum is { Count: > 0 } values)
        {
            return values[0].DeepClone();
        }

        return (schema.Type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.Array => schema.Items is { } items && Of(items, document, Singular(member), depth + 1) is { } item ? new JsonArray(item) : [],
            JsonSchemaType.String => Text(schema, member),
            JsonSchemaType.Integer => ByName.GetValueOrDefault(member ?? "") is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number ? number.DeepClone() : 1,
            JsonSchemaType.Number => ByName.GetValueOrDefault(member ?? "")?.DeepClone() ?? 0.5,
            JsonSchemaType.Boolean => ByName.GetValueOrDefault(member ?? "") is JsonValue flag && flag.GetValueKind() is System.Text.Json.JsonValueKind.False ? false : true,
            _ => Members(schema, document, depth),
        };
    }

    private static JsonObject Members(IOpenApiSchema schema, OpenApiDocument document, int depth)
    {
        var example = new JsonObject();
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            if (schema.Required?.Contains(name) == true || !Troubles.Contains(name))
            {
                example[name] = Troubles.Contains(name) && property.Type == JsonSchemaType.Array ? new JsonArray() : Of(property, document, name, depth + 1);
            }
        }

        if (example.Count == 0 && schema.AdditionalProperties is { } each)
        {
            example["issue"] = Of(each, document, null, depth + 1);
        }

        return example;
    }

    private static JsonNode Text(IOpenApiSchema schema, string? member) =>
        schema.Format == "uuid" ? "7b0f8a52-9d0c-4a5e-8f0e-2f6c1d3b4a59"
        : schema.Format == "date-time" ? "2025-01-06T12:00:00Z"
        : ByName.GetValueOrDefault(member ?? "") is JsonValue known && known.GetValueKind() == System.Text.Json.JsonValueKind.String ? known.DeepClone()
        : member is "id" or "integrationId" ? "acme/app#7"
        : member ?? "text";

    private static string? Singular(string? member) => member?.EndsWith("ies", StringComparison.Ordinal) == true ? member[..^3] + "y" : member?.TrimEnd('s');
}
