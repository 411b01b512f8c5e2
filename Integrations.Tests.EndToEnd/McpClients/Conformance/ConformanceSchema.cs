using System.Text.Json;
using ModelContextProtocol.Server;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>A tool whose schema says what only JSON Schema 2020-12 can say; clients have to get it as it is.</summary>
internal static class ConformanceSchema
{
    private const string Schema =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
          "$defs": { "address": { "$anchor": "addressDef", "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } } },
          "properties": {
            "name": { "type": "string" }, "address": { "$ref": "#/$defs/address" }, "contactMethod": { "type": "string", "enum": ["phone", "email"] },
            "phone": { "type": "string" }, "email": { "type": "string" }
          },
          "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
          "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
          "then": { "required": ["phone"] }, "else": { "required": ["email"] }, "additionalProperties": false
        }
        """;

    public static McpServerTool Tool()
    {
        var tool = McpServerTool.Create(() => "ok", new McpServerToolCreateOptions { Name = "json_schema_2020_12_tool", Description = "Tool with JSON Schema 2020-12 features" });
        tool.ProtocolTool.InputSchema = JsonElement.Parse(Schema);
        return tool;
    }
}
