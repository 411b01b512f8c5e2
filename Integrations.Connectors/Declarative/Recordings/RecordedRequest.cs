using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Recordings;

/// <summary>What was asked of a vendor, as far as it tells one call from another: no headers, and so no credential.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Host">With its port, as <see cref="Http.CredentialHosts"/> writes it; null for any of the file's.</param>
/// <param name="Path">As it was sent.</param>
/// <param name="Query">Decoded, in any order.</param>
/// <param name="Body">JSON; null where there is none.</param>
/// <param name="Digest">SHA-256, hex, of a body that is no JSON; null where there is none.</param>
internal sealed record RecordedRequest(string Method, string? Host, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, JsonElement? Body, string? Digest)
{
    /// <param name="request">At the vendor's own address.</param>
    /// <param name="host">Which vendor host it is for.</param>
    /// <param name="body">Its body.</param>
    /// <param name="left">The query parameter that holds the credential; null where it stands elsewhere.</param>
    public static RecordedRequest Of(HttpRequestMessage request, string host, byte[] body, string? left)
    {
        var json = Json(body);
        return new RecordedRequest(
            request.Method.Method, host, request.RequestUri!.AbsolutePath, [.. Pairs(request.RequestUri.Query).Where(pair => pair.Key != left)],
            json, json is null && body.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(body)) : null);
    }

    public static JsonElement? Json(ReadOnlyMemory<byte> body) => body.IsEmpty ? null : VendorJson.Parse(body);

    public static IEnumerable<KeyValuePair<string, string>> Pairs(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(Plain(pair[0]), pair.Length > 1 ? Plain(pair[1]) : ""));

    /// <summary>In what the two differ, in words; empty where they are the same call.</summary>
    public IReadOnlyList<string> DiffersFrom(RecordedRequest recorded)
    {
        var words = new List<string>();
        if (Method != recorded.Method)
        {
            words.Add($"method {Method}, recorded {recorded.Method}");
        }

        if (recorded.Host is not null && !string.Equals(recorded.Host, Host, StringComparison.OrdinalIgnoreCase))
        {
            words.Add($"host {Host}, recorded {recorded.Host}");
        }

        if (Path != recorded.Path)
        {
            words.Add($"path {Short(Path)}, recorded {Short(recorded.Path)}");
        }

        foreach (var name in Query.Concat(recorded.Query).Select(pair => pair.Key).Distinct(StringComparer.Ordinal))
        {
            var (mine, theirs) = (Values(Query, name), Values(recorded.Query, name));
            if (!mine.SequenceEqual(theirs, StringComparer.Ordinal))
            {
                words.Add($"query {name} {(mine.Count == 0 ? "absent" : Short(string.Join(',', mine)))}, recorded {(theirs.Count == 0 ? "absent" : Short(string.Join(',', theirs)))}");
            }
        }

        if (Digest != recorded.Digest || Body.HasValue != recorded.Body.HasValue || (Body is { } body && !JsonElement.DeepEquals(body, recorded.Body!.Value)))
        {
            words.Add($"body {Short(Body?.GetRawText() ?? Digest ?? "absent")}, recorded {Short(recorded.Body?.GetRawText() ?? recorded.Digest ?? "absent")}");
        }

        return words;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("method", Method);
        if (Host is not null)
        {
            writer.WriteString("host", Host);
        }

        writer.WriteString("path", Path);
        if (Query.Count > 0)
        {
            writer.WriteStartObject("query");
            foreach (var name in Query.Select(pair => pair.Key).Distinct(StringComparer.Ordinal))
            {
                var values = Values(Query, name);
                if (values.Count == 1)
                {
                    writer.WriteString(name, values[0]);
                    continue;
                }

                writer.WriteStartArray(name);
                foreach (var value in values)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        if (Body is { } body)
        {
            writer.WritePropertyName("json");
            body.WriteTo(writer);
        }
        else if (Digest is not null)
        {
            writer.WriteString("sha256", Digest);
        }

        writer.WriteEndObject();
    }

    /// <summary>For people: method, path and query.</summary>
    public override string ToString() =>
        $"{Method} {Short(Path)}{(Query.Count == 0 ? "" : $"?{Short(string.Join('&', Query.Select(pair => $"{pair.Key}={pair.Value}")))}")}";

    private static List<string> Values(IReadOnlyList<KeyValuePair<string, string>> query, string name) => [.. query.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Short(string text) => Http.VendorFailures.Clean(text, 120);
}
