using System.Text;
using System.Text.Json;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>One call of the vendor's API, and what it answered.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Headers">Of the answer, those that <see cref="RecordingRules.Keeps"/> says.</param>
/// <param name="Body">Of the answer.</param>
internal sealed record RecordedExchange(RecordedRequest Request, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>As a recording holds it: JSON as JSON, whatever else there is as text.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("request");
        Request.Write(writer);
        writer.WriteStartObject("response");
        writer.WriteNumber("status", Status);
        if (Headers.Count > 0)
        {
            writer.WriteStartObject("headers");
            foreach (var (name, value) in Headers)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        if (RecordedRequest.Json(Body) is { } json)
        {
            writer.WritePropertyName("json");
            json.WriteTo(writer);
        }
        else if (Body.Length > 0)
        {
            writer.WriteString("text", Encoding.UTF8.GetString(Body.Span));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
