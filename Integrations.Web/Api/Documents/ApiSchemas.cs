using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Web.Api.Automation;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Documents;

/// <summary>
/// Makes schemas say what the API does. Left to itself the generator requires every member of a record: also those that are left
/// out of an answer when they are null, and none of those that a request cannot do without.
/// </summary>
internal sealed class ApiSchemas
{
    /// <summary>Which members are no part of the five documents.</summary>
    public const string BeyondDocuments = "x-beyond-documents";

    // What callers send too: a member that has a default may be left out there, so that no answer is required to show it.
    private static readonly HashSet<Type> SentAndAnswered = [typeof(EntityDocument), typeof(EntityFieldDescriptor), typeof(EntityMapping), typeof(SearchCapabilities)];

    // By the names of the components; filled while a document is made, and read when all of it is there.
    private readonly ConcurrentDictionary<string, JsonTypeInfo> _types = new(StringComparer.Ordinal);

    public Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(JsonObject))
        {
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalPropertiesAllowed = true;
        }
        else if (type == typeof(RouteId))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
        }
        else if (type == typeof(AutomationId))
        {
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^int_[0-9a-f]{32}$");
        }
        else if (type == typeof(AutomationTarget))
        {
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^(int|wh)_[0-9a-f]{32}$");
        }
        else if (type == typeof(WebhookId))
        {
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^wh_[0-9a-f]{32}$");
        }
        else if (type == typeof(DeliveryId))
        {
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^dlv_[0-9a-f]{32}$");
        }
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && OpenApiOptions.CreateDefaultSchemaReferenceId(context.JsonTypeInfo) is { } name)
        {
            _types[name] = context.JsonTypeInfo;
        }

        return Task.CompletedTask;
    }

    /// <summary>When the document is whole: required members, the values that they can have, and what is beyond the documents.</summary>
    public void Complete(OpenApiDocument document)
    {
        foreach (var (name, component) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            if (component is OpenApiSchema schema)
            {
                AllowNullOnce(schema);
                if (_types.TryGetValue(name, out var type))
                {
                    Complete(schema, type);
                }
            }
        }
    }

    private static void Complete(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Properties is not { Count: > 0 } properties)
        {
            return;
        }

        var request = type.Type.GetCustomAttribute<ApiRequestAttribute>();
        var (required, beyond) = (new SortedSet<string>(StringComparer.Ordinal), new JsonArray());
        foreach (var property in type.Properties.Where(p => properties.ContainsKey(p.Name)))
        {
            var member = property.AttributeProvider as PropertyInfo;
            var isRequired = request is null ? IsAlwaysThere(property, member) : request.Demanded.Contains(member?.Name, StringComparer.Ordinal);
            if (isRequired)
            {
                required.Add(property.Name);
                properties[property.Name] = WithoutNull(properties[property.Name]);
            }

            if (member?.GetCustomAttribute<OneOfAttribute>() is { } oneOf)
            {
                Restrict(properties[property.Name], oneOf.Values);
            }

            if (member?.IsDefined(typeof(BeyondDocumentsAttribute)) == true)
            {
                beyond.Add((JsonNode)property.Name);
                Say(properties[property.Name]);
            }
        }

        schema.Required = required.Count == 0 ? null : required;
        if (beyond.Count > 0)
        {
            (schema.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal))[BeyondDocuments] = new JsonNodeExtension(beyond);
        }

        if (type.Type == typeof(Auth.TokenRequest))
        {
            schema.AnyOf = [Requiring("email", "password"), Requiring("clientId", "clientSecret")];
        }
    }

    /// <summary>Null members are left out of answers, so what cannot be null is there.</summary>
    private static bool IsAlwaysThere(JsonPropertyInfo property, PropertyInfo? member) =>
        property.Get is not null && (property.AssociatedParameter is { HasDefaultValue: false } || !SentAndAnswered.Contains(property.DeclaringType)) && Nullable.GetUnderlyingType(property.PropertyType) is null
        && (property.PropertyType.IsValueType || member is null || IsGeneric(member) || new NullabilityInfoContext().Create(member).ReadState == NullabilityState.NotNull);

    /// <summary><c>T Data</c> of an envelope: envelopes are never empty.</summary>
    private static bool IsGeneric(PropertyInfo member) =>
        member.DeclaringType is { IsGenericType: true } declaring && declaring.GetGenericTypeDefinition().GetProperty(member.Name)?.PropertyType.IsGenericParameter == true;

    private static IOpenApiSchema WithoutNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { OneOf: [OpenApiSchema { Type: JsonSchemaType.Null }, var real] })
        {
            return real;
        }

        if (schema is OpenApiSchema { Type: { } types } inline)
        {
            inline.Type = types & ~JsonSchemaType.Null;
        }

        return schema;
    }

    private static void Restrict(IOpenApiSchema schema, IReadOnlyList<string> values)
    {
        var target = schema is OpenApiSchema { Items: OpenApiSchema items } ? items : schema as OpenApiSchema;
        if (target is not null)
        {
            target.Enum = [.. values.Select(value => (JsonNode)JsonValue.Create(value))];
            if (target.Type is { } types && types.HasFlag(JsonSchemaType.Null))
            {
                target.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }
    }

    private static void Say(IOpenApiSchema schema)
    {
        const string Words = "Beyond the documents.";
        schema.Description = string.IsNullOrEmpty(schema.Description) ? Words : $"{schema.Description} {Words}";
    }

    /// <summary>"Null or anything" fits null twice, which oneOf forbids; anything says it all.</summary>
    private static void AllowNullOnce(OpenApiSchema schema)
    {
        foreach (var (name, property) in schema.Properties?.ToList() ?? [])
        {
            if (property is OpenApiSchema { OneOf: [OpenApiSchema { Type: JsonSchemaType.Null }, OpenApiSchemaReference { Reference.Id: "JsonElement" or "JsonNode" } anything] })
            {
                schema.Properties![name] = anything;
            }
        }
    }

    private static OpenApiSchema Requiring(params string[] members) => new() { Required = new HashSet<string>(members, StringComparer.Ordinal) };
}
