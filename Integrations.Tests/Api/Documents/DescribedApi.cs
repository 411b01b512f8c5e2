using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Integrations.Tests.Api.Documents;

/// <summary>The hub's own description, with a validator that is not the hub's (JsonSchema.Net) to judge what is said and sent.</summary>
internal sealed class DescribedApi
{
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject _document;
    private readonly string _components;
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    public DescribedApi(string json)
    {
        _document = JsonNode.Parse(json)!.AsObject();
        _components = Local(_document["components"]!["schemas"]!.ToJsonString());
    }

    public JsonObject Components => _document["components"]!["schemas"]!.AsObject();

    public static async Task<DescribedApi> OfAsync(ApiHub hub, string name = "all") => new(await hub.Anonymous.GetStringAsync(new Uri($"/api/openapi/{name}.json", UriKind.Relative)));

    /// <summary>Each operation: its route as routing spells it without catch-all stars, and its description.</summary>
    public IEnumerable<(string Route, JsonObject Operation)> Operations =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "put" or "patch" or "delete"
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject());

    public JsonObject Operation(string route) => Operations.Single(o => o.Route == route.Replace("{**", "{", StringComparison.Ordinal)).Operation;

    /// <summary>What is wrong with an answer by the description; null when nothing is.</summary>
    public string? WrongWithAnswer(string route, int status, string text)
    {
        if (Operation(route)["responses"]![status.ToString(CultureInfo.InvariantCulture)] is not { } found)
        {
            return $"{route}: {status} is not described.";
        }

        var described = Followed(found);
        if (described["content"]?["text/html"] is not null)
        {
            return text.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal) ? null : $"{route}: {status} is described as a page, and is none.";
        }

        return SchemaIn(described) is not { } schema
            ? text.Length == 0 || status is 302 ? null : $"{route}: {status} is described without a body, and has one."
            : Wrong(schema, text) is { } wrong ? $"{route}: {status} contradicts its schema: {wrong}. {text}" : null;
    }

    /// <summary>What is wrong with a request by the description; null when nothing is.</summary>
    public string? WrongWithRequest(string route, string text) => Wrong(SchemaIn(Operation(route)["requestBody"]!)!, text);

    /// <summary>Every example with what is wrong with it; each body has one or more, and so has an address that an answer leads to.</summary>
    public IEnumerable<(string Where, string? Wrong)> Examples()
    {
        foreach (var (route, operation) in Operations)
        {
            foreach (var (where, body) in Bodies(operation))
            {
                var content = ContentIn(body)!;
                var examples = Given(content).ToList();
                foreach (var example in examples)
                {
                    yield return ($"{route} {where}", Wrong(content["schema"]!, example.ToJsonString()));
                }

                if (examples.Count == 0)
                {
                    yield return ($"{route} {where}", "There is no example.");
                }
            }
        }
    }

    private IEnumerable<(string Where, JsonNode Body)> Bodies(JsonObject operation)
    {
        if (operation["requestBody"] is { } request)
        {
            yield return ("request", request);
        }

        foreach (var (status, answer) in operation["responses"]!.AsObject())
        {
            if (ContentIn(Followed(answer!)) is not null)
            {
                yield return (status, Followed(answer!));
            }
        }
    }

    /// <summary>What an answer, a parameter or a body shows as examples.</summary>
    public static IEnumerable<JsonNode> Given(JsonNode described) =>
        (described["examples"]?.AsObject().Select(example => example.Value!["value"]!) ?? []).Concat(described["example"] is { } one ? [one] : []);

    /// <summary>An answer that several operations share stands once.</summary>
    public JsonNode Followed(JsonNode answer) => (string?)answer["$ref"] is { } reference ? _document["components"]!["responses"]![reference[(reference.LastIndexOf('/') + 1)..]]! : answer;

    private static JsonNode? SchemaIn(JsonNode described) => ContentIn(described)?["schema"];

    private static JsonNode? ContentIn(JsonNode described) => described["content"] is { } content
        ? new[] { "application/json", "application/x-www-form-urlencoded", "text/html" }.Select(type => content[type]).FirstOrDefault(found => found?["schema"] is not null)
        : null;

    private string? Wrong(JsonNode schema, string text)
    {
        JsonElement value;
        try
        {
            value = JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return "no JSON";
        }

        var compiled = _schemas.GetOrAdd(
            Local(schema.ToJsonString()),
            own => JsonSchema.FromText($$"""{ "$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [{{own}}], "$defs": {{_components}} }"""));
        var verdict = compiled.Evaluate(value, Strict);
        return verdict.IsValid ? null : string.Join("; ", (verdict.Details ?? []).Where(d => d.Errors is { Count: > 0 }).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}")).Distinct(StringComparer.Ordinal).Take(5));
    }

    private static string Local(string json) => json.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
}
