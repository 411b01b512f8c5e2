using System.Text;
using System.Text.Json;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>Looks into JSON-RPC messages on the wire: one JSON object, or events whose data are such objects.</summary>
internal static class ZapierMessages
{
    /// <summary>The method of a request's message; null when it is none.</summary>
    public static async Task<string?> MethodAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await AskedAsync(request, cancellationToken) is { } asked ? asked.Text("method") : null;

    /// <summary>The message that answers a request.</summary>
    /// <returns>Whether the request waits for one (a notification does not), and the one that came; null when none did.</returns>
    public static async Task<(bool Waits, JsonElement? Answer)> AnswerAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (await AskedAsync(request, cancellationToken) is not { } asked || Id(asked) is not { } id)
        {
            return (false, null);
        }

        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var messages = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? Events(body) : [body];
        return (true, messages.Select(Parse).FirstOrDefault(message => message is { } answer && Id(answer) == id
            && (answer.Member("result") is { ValueKind: JsonValueKind.Object } || answer.Member("error") is { ValueKind: JsonValueKind.Object })));
    }

    /// <summary>Whether a request runs a tool; everything else of the protocol only talks.</summary>
    public static async Task<bool> IsToolCallAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (await AskedAsync(request, cancellationToken))?.Text("method") == "tools/call";

    private static async Task<JsonElement?> AskedAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Content is null ? null : Parse(await request.Content.ReadAsStringAsync(cancellationToken));

    /// <summary>The data of each event; lines of other fields and comments are left out.</summary>
    private static IEnumerable<string> Events(string body)
    {
        var data = new StringBuilder();
        foreach (var line in body.Split('\n').Select(line => line.TrimEnd('\r')).Append(""))
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Append(data.Length > 0 ? "\n" : "").Append(line.AsSpan(line.StartsWith("data: ", StringComparison.Ordinal) ? 6 : 5));
            }
            else if (line.Length == 0 && data.Length > 0)
            {
                yield return data.ToString();
                data.Clear();
            }
        }
    }

    private static string? Id(JsonElement message) =>
        message.Member("id") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } id ? id.GetRawText() : null;

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
