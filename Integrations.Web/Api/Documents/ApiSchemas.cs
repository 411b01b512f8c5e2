using System.Text.Json.Nodes;
using Integrations.Web.Api.Automation;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Documents;

/// <summary>Says what types are that have a reader of their own.</summary>
internal static class ApiSchemas
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
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

        return Task.CompletedTask;
    }
}
