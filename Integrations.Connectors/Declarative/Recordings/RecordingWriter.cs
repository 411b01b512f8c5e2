using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>Keeps the steps of a walk at the vendor, and makes the recording of them: redacted, and read again before it is given out.</summary>
/// <param name="manifest">Of the provider.</param>
/// <param name="at">The hub's clock meanwhile.</param>
/// <param name="kind">How the connection was made.</param>
/// <param name="fields">All that was typed.</param>
internal sealed class RecordingWriter(ProviderManifest manifest, DateTimeOffset at, string kind, IReadOnlyDictionary<string, string> fields)
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = RecordingRules.MaxDepth };

    private readonly List<RecordedStep> _steps = [];

    /// <summary>Of the typed fields those that are no secret: all fields that the file names and does not call one.</summary>
    private IEnumerable<KeyValuePair<string, string>> Typed =>
        (manifest.Method(kind)?.Fields ?? []).Where(one => !one.Secret && fields.ContainsKey(one.Name)).Select(one => KeyValuePair.Create(one.Name, fields[one.Name]));

    private IReadOnlyCollection<string> Secrets => [.. fields.Except(Typed).Select(one => one.Value)];

    /// <summary>No step was kept.</summary>
    public bool IsEmpty => _steps.Count == 0;

    public void Keep(TrialAsk ask, int found, IReadOnlyList<RecordedExchange> exchanges) => _steps.Add(new RecordedStep(ask, found, exchanges));

    /// <summary>The recording's bytes; null, with what still looks like a secret, when it may not be kept.</summary>
    public byte[]? Write(out IReadOnlyList<FileProblem> problems)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            Write(writer);
        }

        if (Redacted(stream) is not { } redacted)
        {
            problems = [new FileProblem("$", 1, 1, "An answer of the vendor has a member twice, so that readers disagree on it; it cannot be kept.")];
            return null;
        }

        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(redacted, Written), (byte)'\n'];
        return Recording.Read(bytes, Secrets, out problems) is null ? null : bytes;
    }

    private JsonNode? Redacted(MemoryStream written)
    {
        try
        {
            written.Position = 0;
            return new Redaction(Secrets).Apply(JsonNode.Parse(written, documentOptions: new JsonDocumentOptions { MaxDepth = RecordingRules.MaxDepth }));
        }
        catch (ArgumentException)
        {
            // A node holds each member once.
            return null;
        }
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("provider", manifest.Key);
        writer.WriteString("source", "live");
        writer.WriteString("recorded", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteStartObject("connection");
        writer.WriteString("kind", kind);
        writer.WriteStartObject("typed");
        foreach (var (name, value) in Typed)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("steps");
        foreach (var step in _steps)
        {
            writer.WriteStartObject();
            step.Ask.Write(writer);
            if (step.Found is { } found)
            {
                writer.WriteNumber("found", found);
            }

            writer.WriteStartArray("exchanges");
            foreach (var exchange in step.Exchanges)
            {
                exchange.Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
