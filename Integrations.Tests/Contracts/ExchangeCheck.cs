using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Integrations.Tests.Contracts;

/// <summary>Compares one exchange with the operation that it claims to be.</summary>
internal sealed class ExchangeCheck
{
    // OpenAPI 3 says that header parameters of these names are ignored.
    private static readonly string[] HeadersOfHttp = ["Accept", "Content-Type", "Authorization"];

    private readonly ContractExchange _exchange;
    private readonly ContractOperation _operation;
    private readonly List<string> _mismatches = [];

    private ExchangeCheck(ContractExchange exchange, ContractOperation operation) => (_exchange, _operation) = (exchange, operation);

    public static IReadOnlyList<string> Of(Contract contract, ContractExchange exchange)
    {
        if (contract.IsOutside(exchange))
        {
            return [];
        }

        if (contract.Find(exchange) is not { } operation)
        {
            return [$"{exchange.Method} {exchange.Address.GetLeftPart(UriPartial.Path)}: no such operation"];
        }

        var check = new ExchangeCheck(exchange, operation);
        // What the vendor refused need not fit: tests send wrong things on purpose.
        if ((int)exchange.Status is < 400 or >= 500)
        {
            check.Request();
        }

        check.Answer();
        return check._mismatches;
    }

    private void Request()
    {
        foreach (var (name, value) in _operation.Url.Values(_exchange.Address.GetLeftPart(UriPartial.Path)))
        {
            Value(_operation.Parameters.FirstOrDefault(p => p.In == "path" && p.Name == name), value, $"path '{name}'");
        }

        Query();
        Headers();
        Body();
    }

    private void Query()
    {
        var given = QueryOf(_exchange.Address).ToLookup(q => q.Name, q => q.Value, StringComparer.Ordinal);
        foreach (var parameter in _operation.Parameters.Where(p => p.In == "query"))
        {
            if (parameter.Required && !given.Contains(parameter.Name))
            {
                Report($"query '{parameter.Name}' is required");
            }
        }

        foreach (var values in given)
        {
            if (_operation.Parameters.FirstOrDefault(p => p.In == "query" && p.Name == values.Key) is not { } parameter)
            {
                Report($"query '{values.Key}' is not known");
                continue;
            }

            foreach (var value in values)
            {
                Value(parameter, value, $"query '{values.Key}'");
            }
        }
    }

    private void Headers()
    {
        foreach (var parameter in _operation.Parameters.Where(p => p.In == "header" && !HeadersOfHttp.Contains(p.Name, StringComparer.OrdinalIgnoreCase)))
        {
            if (_exchange.RequestHeaders.TryGetValue(parameter.Name, out var value))
            {
                Value(parameter, value, $"header '{parameter.Name}'");
            }
            else if (parameter.Required)
            {
                Report($"header '{parameter.Name}' is required");
            }
        }
    }

    private void Body()
    {
        if (_exchange.RequestBody.Length == 0)
        {
            if (_operation.Body is { Required: true })
            {
                Report("a body is required");
            }

            return;
        }

        if (_operation.Body is null)
        {
            Report("no body is expected");
            return;
        }

        Content(_operation.Body.Content, _exchange.RequestType, _exchange.RequestBody, SchemaUse.Request, "body");
    }

    private void Answer()
    {
        var status = (int)_exchange.Status;
        if (_operation.Answer(_exchange.Status) is not { } answer)
        {
            // Descriptions seldom list every refusal that a gateway may give.
            if (status < 400)
            {
                Report($"status {status} is not described");
            }

            return;
        }

        foreach (var header in answer.RequiredHeaders.Where(h => !_exchange.AnswerHeaders.ContainsKey(h)))
        {
            Report($"answer {status} lacks header '{header}'");
        }

        if (_exchange.AnswerBody.Length == 0)
        {
            if (answer.Content.Count > 0 && !answer.Content.ContainsKey("*/*") && status is not (204 or 304) && status < 400)
            {
                Report($"answer {status} has no body");
            }

            return;
        }

        if (answer.Content.Count == 0)
        {
            if (status is 204 or 202 or 304)
            {
                Report($"answer {status} has a body, but none is described");
            }

            return;
        }

        Content(answer.Content, _exchange.AnswerType, _exchange.AnswerBody, SchemaUse.Answer, $"answer {status}");
    }

    private void Content(IReadOnlyDictionary<string, JsonElement?> content, string? type, byte[] body, SchemaUse use, string what)
    {
        var media = type is not null && MediaTypeHeaderValue.TryParse(type, out var parsed) ? parsed.MediaType ?? "" : "";
        if (Match(content, media) is not { } matched)
        {
            Report($"{what}: media type '{type}' is not one of {string.Join(", ", content.Keys)}");
            return;
        }

        if (matched.Schema is not { } schema)
        {
            return;
        }

        if (media.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            Json(schema, body, use, what);
        }
        else if (media == "application/x-www-form-urlencoded")
        {
            Form(schema, body, what);
        }
    }

    private void Json(JsonElement schema, byte[] body, SchemaUse use, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            new SchemaCheck(_operation.Schemas, use, (at, words) => Report($"{what} {at}: {words}")).Check(schema, document.RootElement);
        }
        catch (JsonException)
        {
            Report($"{what} is not JSON");
        }
    }

    private void Form(JsonElement schema, byte[] body, string what)
    {
        var resolved = _operation.Schemas.Resolve(schema);
        var properties = resolved.TryGetProperty("properties", out var declared) ? declared : default;
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in Pairs(Encoding.UTF8.GetString(body)))
        {
            members[name] = properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var member) ? Typed(member, value) : JsonSerializer.SerializeToElement(value);
        }

        new SchemaCheck(_operation.Schemas, SchemaUse.Request, (at, words) => Report($"{what} {at}: {words}")).Check(schema, JsonSerializer.SerializeToElement(members));
    }

    private void Value(ContractParameter? parameter, string value, string what)
    {
        if (parameter?.Schema is not { } declared)
        {
            return;
        }

        var schema = _operation.Schemas.Resolve(declared);
        var isList = schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "array";
        var itemSchema = isList && schema.TryGetProperty("items", out var items) ? _operation.Schemas.Resolve(items) : schema;
        foreach (var part in isList ? value.Split(',') : [value])
        {
            new SchemaCheck(_operation.Schemas, SchemaUse.Request, (_, words) => Report($"{what}: {words}")).Check(itemSchema, Typed(itemSchema, part));
        }
    }

    /// <summary>Text of a query or form as the type that its schema asks for, where it can be read as one.</summary>
    private JsonElement Typed(JsonElement declared, string value)
    {
        var schema = _operation.Schemas.Resolve(declared);
        var types = SchemaCheck.TypesOf(schema);
        return types.Contains("integer") && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? JsonSerializer.SerializeToElement(integer)
            : types.Contains("number") && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonSerializer.SerializeToElement(number)
            : types.Contains("boolean") && value is "true" or "false" && types.Contains("boolean") ? JsonSerializer.SerializeToElement(value == "true")
            : (types.Contains("object") || types.Contains("array")) && TryJson(value) is { } json ? json
            : JsonSerializer.SerializeToElement(value);
    }

    private static JsonElement? TryJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (JsonElement? Schema, bool Found)? Match(IReadOnlyDictionary<string, JsonElement?> content, string media)
    {
        foreach (var candidate in new[] { media, media.Split('/')[0] + "/*", "*/*" })
        {
            if (content.TryGetValue(candidate, out var schema))
            {
                return (schema, true);
            }
        }

        // application/json; charset=utf-8 as a key, or a vendor's +json for application/json.
        foreach (var (key, schema) in content)
        {
            if (key.Split(';')[0].Trim().Equals(media, StringComparison.OrdinalIgnoreCase)
                || (media.EndsWith("+json", StringComparison.OrdinalIgnoreCase) && key.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)))
            {
                return (schema, true);
            }
        }

        return null;
    }

    private static IEnumerable<(string Name, string Value)> QueryOf(Uri address) => Pairs(address.Query.TrimStart('?'));

    private static IEnumerable<(string Name, string Value)> Pairs(string text) =>
        text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? (Decode(pair), "") : (Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
        });

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private void Report(string words) => _mismatches.Add($"{_operation.Id}: {words}");
}
