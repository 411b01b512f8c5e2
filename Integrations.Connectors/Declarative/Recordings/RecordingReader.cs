using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Trials;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>Reads a recording out of its document; what has the wrong form is told with its place.</summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class RecordingReader(List<FileProblem> problems)
{
    public Recording? Read(FileNode root)
    {
        Known(root, "provider", "source", "recorded", "connection", "steps");
        var at = Text(root, "recorded");
        if (!DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            Wrong(root.Find("recorded") ?? root, "'recorded' is a time, such as 2026-11-30T12:00:00Z.");
        }

        var connection = Object(root, "connection");
        Known(connection, "kind", "typed");
        var typed = (connection?.Find("typed")?.Members ?? []).ToDictionary(field => field.Key, field => field.Value.Text, StringComparer.Ordinal);
        var steps = List(root, "steps").Select(Step).OfType<RecordedStep>().ToList();
        return problems.Count > 0 ? null : new Recording(Text(root, "provider"), Text(root, "source"), time, Text(connection, "kind"), typed, steps);
    }

    private RecordedStep? Step(FileNode node)
    {
        Known(node, "step", "entity", "text", "limit", "pages", "id", "action", "parameters", "found", "exchanges");
        var what = Text(node, "step");
        if (!TrialAsk.Steps.Contains(what, StringComparer.Ordinal))
        {
            Wrong(node.Find("step") ?? node, $"A step is one of {string.Join(", ", TrialAsk.Steps)}.");
            return null;
        }

        var ask = new TrialAsk(what)
        {
            Entity = what is TrialAsk.Account or TrialAsk.Action ? null : Text(node, "entity"),
            Text = node.FindText("text"),
            Limit = Number(node, "limit", TrialAsk.Few, 1, 1_000),
            Pages = Number(node, "pages", 1, 1, TrialAsk.MostPages),
            Id = what == TrialAsk.Read ? Text(node, "id") : null,
            ActionName = what == TrialAsk.Action ? Text(node, "action") : null,
            Parameters = node.Find("parameters") is { } parameters ? JsonNode.Parse(Bytes(parameters)) as JsonObject : null,
        };
        return new RecordedStep(ask, node.Find("found") is null ? null : Number(node, "found", 0, 0, int.MaxValue), [.. List(node, "exchanges").Select(Exchange)]);
    }

    private RecordedExchange Exchange(FileNode node)
    {
        Known(node, "request", "response");
        var (request, response) = (Object(node, "request"), Object(node, "response"));
        Known(request, "method", "host", "path", "query", "json", "sha256");
        Known(response, "status", "headers", "json", "text");
        var headers = (response?.Find("headers")?.Members ?? []).Select(header => KeyValuePair.Create(header.Key, header.Value.Text)).ToList();
        foreach (var header in response?.Find("headers")?.Members ?? [])
        {
            if (header.Key.Length == 0 || !header.Key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || header.Value.Text.Any(c => c is < ' ' or > '~'))
            {
                Wrong(header.Value, "This is no header of an answer.");
            }
        }

        return new RecordedExchange(
            new RecordedRequest(
                Text(request, "method"), request?.FindText("host"), Text(request, "path"), [.. (request?.Find("query")?.Members ?? []).SelectMany(Values)],
                request?.Find("json") is { } body ? RecordedRequest.Json(Bytes(body)) : null, request?.FindText("sha256")),
            Number(response, "status", 200, 100, 599), headers,
            response?.Find("json") is { } answer ? Bytes(answer) : Encoding.UTF8.GetBytes(response?.FindText("text") ?? ""));
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(KeyValuePair<string, FileNode> parameter) =>
        parameter.Value.Kind == JsonValueKind.Array ? parameter.Value.Items.Select(item => KeyValuePair.Create(parameter.Key, item.Text)) : [KeyValuePair.Create(parameter.Key, parameter.Value.Text)];

    private static byte[] Bytes(FileNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(node, writer);
        }

        return stream.ToArray();
    }

    private static void Write(FileNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, value) in node.Members)
                {
                    writer.WritePropertyName(name);
                    Write(value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                node.Items.ForEach(item => Write(item, writer));
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(node.Text);
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(node.Text);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBooleanValue(node.IsTrue);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private void Known(FileNode? node, params string[] names)
    {
        foreach (var (name, value) in (node?.Members ?? []).Where(member => !names.Contains(member.Key, StringComparer.Ordinal)))
        {
            Wrong(value, $"There is no member {FileProblem.Quote(name)} here; there are {string.Join(", ", names)}.");
        }
    }

    private FileNode? Object(FileNode node, string name)
    {
        if (node.Find(name) is { Kind: JsonValueKind.Object } found)
        {
            return found;
        }

        Wrong(node.Find(name) ?? node, $"'{name}' is required here, an object.");
        return null;
    }

    private List<FileNode> List(FileNode node, string name)
    {
        if (node.Find(name) is { Kind: JsonValueKind.Array } found)
        {
            return found.Items;
        }

        Wrong(node.Find(name) ?? node, $"'{name}' is required here, a list.");
        return [];
    }

    private string Text(FileNode? node, string name)
    {
        if (node?.FindText(name) is { Length: > 0 } text)
        {
            return text;
        }

        if (node is not null)
        {
            Wrong(node.Find(name) ?? node, $"'{name}' is required here, a text.");
        }

        return "";
    }

    private int Number(FileNode? node, string name, int otherwise, int least, int most)
    {
        if (node?.Find(name) is null || (node.FindNumber(name) is { } number && number >= least && number <= most))
        {
            return node?.FindNumber(name) ?? otherwise;
        }

        Wrong(node.Find(name)!, $"'{name}' is a whole number from {least} to {most}.");
        return otherwise;
    }

    private void Wrong(FileNode node, string message) => problems.Add(node.Wrong(message));
}
