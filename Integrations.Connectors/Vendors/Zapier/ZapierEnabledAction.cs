using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using ModelContextProtocol.Client;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>An action enabled on a server whose general tools run all of them.</summary>
/// <remarks>Shapes as seen from such servers in 2026-09; Zapier documents the tools but not their answers, so every member is optional.</remarks>
/// <param name="Api">Zapier's name of the app, as the general tool wants it.</param>
/// <param name="Key">Zapier's name of the action.</param>
internal sealed record ZapierEnabledAction(string Api, string Key, string Name)
{
    internal const int ParametersRead = 100;

    public static async Task<Result<IReadOnlyList<ZapierTool>>> ListAsync(
        ZapierServer server, McpClientTool listing, IReadOnlyList<McpClientTool> tools, CancellationToken cancellationToken)
    {
        var called = await server.CallAsync(listing, JsonElement.Parse("{}"), cancellationToken);
        if (!called.TryGet(out var result, out var failure))
        {
            return failure;
        }

        if (result.IsError)
        {
            return ZapierOutcome.Refused("Zapier", result);
        }

        var answer = result.Json ?? default;
        var apps = answer.ValueKind == JsonValueKind.Array
            ? [.. answer.EnumerateArray().Where(app => app.ValueKind == JsonValueKind.Object)]
            : answer.Items("results") is { Count: > 0 } results ? results : answer.Items("apps");
        return apps.SelectMany(app => app.Items("actions").Select(action => Read(app, action, tools))).OfType<ZapierTool>().ToList();
    }

    /// <summary>What the general tool is called with. Two argument shapes are in use; its own schema tells which.</summary>
    public JsonElement Arguments(McpClientTool tool, JsonElement parameters)
    {
        var known = tool.JsonSchema.Member("properties") ?? default;
        var arguments = new JsonObject { ["action"] = Key, ["params"] = JsonNode.Parse(parameters.GetRawText()) };
        arguments[known.Member("selected_api") is null && known.Member("app") is not null ? "app" : "selected_api"] = Api;
        if (tool.JsonSchema.Texts("required") is var required && required.Contains("instructions"))
        {
            arguments["instructions"] = $"Run '{Name}' with exactly the given parameters.";
        }

        if (required.Contains("output"))
        {
            arguments["output"] = "Everything that the action returns.";
        }

        return JsonSerializer.SerializeToElement(arguments);
    }

    private static ZapierTool? Read(JsonElement app, JsonElement action, IReadOnlyList<McpClientTool> tools)
    {
        var api = action.Text("selected_api") ?? app.Text("selected_api") ?? app.Text("app");
        var key = action.Text("key") ?? action.Text("action");
        if (api is null || key is null || tools.FirstOrDefault(tool => tool.Name == (action.Text("tool") ?? "execute_zapier_write_action")) is not { } general)
        {
            return null;
        }

        var group = EntityText.Title(app.Text("title") ?? app.Text("name"), ZapierTools.App(app.Text("app") ?? api, null));
        var name = EntityText.Title(action.Text("name"), key);
        var descriptor = new ActionDescriptor(ZapierNames.Enabled(app.Text("app") ?? api, key), EntityText.Title($"{group}: {name}"), EntityText.Description(action.Text("description")) ?? $"{name} in {group}.", Schema(action))
        {
            RunsWorkflow = true,
            Group = group,
            Hints = ZapierHints.Of(action),
        };
        return new ZapierTool(descriptor, general.Name.Contains("read", StringComparison.Ordinal), general, new ZapierEnabledAction(api, key, name));
    }

    private static JsonElement Schema(JsonElement action)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var parameter in action.Items("params").Take(ParametersRead))
        {
            if (EntityText.Value(parameter.Text("key")) is not { } key || properties.ContainsKey(key))
            {
                continue;
            }

            var schema = new JsonObject { ["title"] = EntityText.Value(parameter.Text("label") ?? parameter.Text("name")) ?? key };
            if (EntityText.Description(parameter.Text("help_text") ?? parameter.Text("description")) is { } help)
            {
                schema["description"] = help;
            }

            if (Type(parameter.Text("type")) is { } type)
            {
                schema["type"] = type;
            }

            if (parameter.Text("type") == "password")
            {
                // Hidden in the form, and kept out of what is recorded.
                schema["format"] = "password";
            }

            properties[key] = schema;
            if (parameter.Flag("required"))
            {
                required.Add(key);
            }
        }

        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
        });
    }

    /// <summary>Null where Zapier's type says nothing about JSON: the server will judge.</summary>
    private static string? Type(string? type) => type switch
    {
        "string" or "text" or "unicode" or "password" => "string",
        "integer" or "int" => "integer",
        "number" or "decimal" or "float" => "number",
        "boolean" or "bool" => "boolean",
        _ => null,
    };
}
