using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Web.Features.Calls;

/// <summary>What a page just did, or is about to do, as a program would ask for it. No token is in it: programs bring their own.</summary>
/// <param name="Path">Below the hub's address, with its query.</param>
/// <param name="Body">Sent as JSON; null for what is only read.</param>
/// <param name="Client">The call of <c>Integrations.Client</c>, an expression of C#.</param>
public sealed record ApiCall(string Path, JsonObject? Body, string Client)
{
    private const string Authorization = "-H \"Authorization: Bearer $HUB_TOKEN\"";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of HTTP, for what has a body.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>For a shell: the token is taken from <c>HUB_TOKEN</c>.</summary>
    /// <param name="origin">Scheme and host of the hub.</param>
    public string Curl(string origin)
    {
        var address = Shell(origin.TrimEnd('/') + Path);
        string[] parts = Body is null
            ? [$"curl {address}", Authorization]
            : [$"curl -X {Method} {address}", Authorization, "-H 'Content-Type: application/json'", $"--data-raw {Shell(Body.ToJsonString(Indented))}"];
        return string.Join(" \\\n  ", parts);
    }

    /// <summary>For .NET: <c>hub</c> is an <c>IntegrationsHub</c>.</summary>
    public string Net => $"var answer = await hub.{Client};\nConsole.WriteLine(answer.TryGet(out var value, out var error) ? value : error);";

    /// <summary>One text in C#, whatever is in it.</summary>
    public static string Literal(string text) => JsonSerializer.Serialize(text);

    /// <summary>JSON in C# as it reads: a raw literal with more quotes than the text has in a row.</summary>
    public static string Raw(JsonNode json)
    {
        var text = json.ToJsonString(Indented);
        var longest = 0;
        for (int at = 0, run = 0; at < text.Length; at++)
        {
            run = text[at] == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var quotes = new string('"', Math.Max(3, longest + 1));
        return $"{quotes}\n{text}\n{quotes}";
    }

    /// <summary>A body as the client's type: each member by its name there. Objects that have no type of their own stay JSON.</summary>
    /// <param name="body">Of texts, numbers, switches, lists of texts, and objects.</param>
    /// <param name="json">Members that the client keeps as JSON.</param>
    public static string Initializer(JsonObject body, params string[] json) =>
        $"new() {{ {string.Join(", ", body.Select(member => $"{char.ToUpperInvariant(member.Key[0])}{member.Key[1..]} = {Value(member.Key, member.Value, json)}"))} }}";

    private static string Value(string name, JsonNode? value, string[] json) => value switch
    {
        JsonObject own when json.Contains(name) => $"System.Text.Json.Nodes.JsonNode.Parse({Raw(own)})!.AsObject()",
        JsonObject own => Initializer(own, json),
        JsonArray list => $"[{string.Join(", ", list.Select(item => Value(name, item, json)))}]",
        null => "null",
        _ => value.ToJsonString(),
    };

    // Within single quotes a shell reads everything as it stands; a quote itself ends them, is written, and begins them again.
    private static string Shell(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
