using System.Text.Json.Nodes;

namespace Integrations.Tests.Api.Documents;

/// <summary>One body as a document writes it: <c>name: string; description?: string</c>, copied from its text and not from the code.</summary>
/// <param name="Path">Where it is sent: at something that does not exist where that is possible, so that nothing comes of it.</param>
internal sealed record DocumentedBody(string Route, string Path, string Members)
{
    /// <summary>By another caller than Acme's administrator.</summary>
    public string As { get; init; } = "admin";

    /// <summary>Parts "name", "type", "optional".</summary>
    public IReadOnlyList<(string Name, string Type, bool IsOptional)> Parsed { get; } =
        [.. Members.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':', 2, StringSplitOptions.TrimEntries))
            .Select(part => (part[0].TrimEnd('?'), part[1], part[0].EndsWith('?')))];
}

/// <summary>Random bodies of a documented shape, right ones and wrong ones.</summary>
internal sealed class RandomRequests(Random random)
{
    public JsonObject Valid(DocumentedBody body)
    {
        var made = new JsonObject();
        foreach (var (name, type, isOptional) in body.Parsed)
        {
            if (!isOptional || random.Next(2) == 0)
            {
                made[name] = Value(type, name);
            }
        }

        if (random.Next(4) == 0)
        {
            made["madeUp"] = random.Next();
        }

        return made;
    }

    /// <summary>One member is missing, null or of another type; null where a body cannot be made wrong.</summary>
    public (JsonObject Body, string What)? Invalid(DocumentedBody body)
    {
        var made = Valid(body);
        var wrongs = new List<(string Name, string What, Func<JsonNode?>? Value)>();
        foreach (var (name, type, isOptional) in body.Parsed)
        {
            wrongs.Add((name, "of another type", () => Other(type)));
            if (!isOptional)
            {
                wrongs.Add((name, "missing", null));
                wrongs.Add((name, "null", () => null));
            }

            if (type.Contains('\'', StringComparison.Ordinal))
            {
                wrongs.Add((name, "not one of the listed", () => type.EndsWith("[]", StringComparison.Ordinal) ? new JsonArray("made-up") : JsonValue.Create("made-up")));
            }
        }

        if (wrongs.Count == 0)
        {
            return null;
        }

        var wrong = wrongs[random.Next(wrongs.Count)];
        made.Remove(wrong.Name);
        if (wrong.Value is not null)
        {
            made[wrong.Name] = wrong.Value();
        }

        return (made, $"{wrong.Name} is {wrong.What}");
    }

    private JsonNode Value(string type, string name) => type switch
    {
        _ when type.EndsWith("[]", StringComparison.Ordinal) => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => (JsonNode?)Value(type[..^2].Trim('(', ')'), name))]),
        _ when type.StartsWith('\'') => JsonValue.Create(Pick(type.Split('|', StringSplitOptions.TrimEntries)).Trim('\'')),
        "string" => JsonValue.Create($"{name} {random.Next(1_000_000)}"),
        "date" => JsonValue.Create($"20{random.Next(10, 30)}-0{random.Next(1, 10)}-1{random.Next(10)}"),
        "uuid" => JsonValue.Create(Guid.NewGuid().ToString()),
        "boolean" => JsonValue.Create(random.Next(2) == 0),
        "number" => JsonValue.Create(random.Next(1, 100)),
        "entity" => new JsonObject { ["name"] = "Contact" },
        "capabilities" => new JsonObject { ["fullText"] = true, ["fieldSpecific"] = false, ["filtered"] = true },
        "texts" => new JsonObject { ["X-Team"] = "sales" },
        _ => new JsonObject { ["any"] = random.Next() },
    };

    private JsonNode Other(string type) => type switch
    {
        _ when type.EndsWith("[]", StringComparison.Ordinal) => JsonValue.Create("no list"),
        "boolean" or "number" => JsonValue.Create("true"),
        "object" or "entity" or "capabilities" or "texts" => new JsonArray(1),
        _ => JsonValue.Create(random.Next()),
    };

    private string Pick(string[] values) => values[random.Next(values.Length)];
}
