using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>Reads vendors' JSON without trusting it: what is absent, null or of another type reads as null or empty.</summary>
internal static class VendorJson
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = VendorResponse.MaxJsonDepth };

    /// <summary>A body as a JSON tree; null when it is none. Half characters and byte order marks in it do no harm.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonElement.Parse(Utf8Text.Repair(body.ToArray()), Depth);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a JSON text, whatever stands in it; null for everything else. The only way that vendors' texts are read.</summary>
    public static string? Read(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            return JsonElement.Parse(Utf8Text.Repair(JsonMarshal.GetRawUtf8Value(element).ToArray())).GetString();
        }
    }

    /// <summary>A text, or a number as the vendor writes it: ids are either; null for everything else.</summary>
    public static string? TextOrNumber(this JsonElement element) => element.ValueKind == JsonValueKind.Number ? element.GetRawText() : element.Read();

    /// <summary>The member at the end of the path; null when any part is missing or null.</summary>
    public static JsonElement? Member(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path)?.Read();

    /// <summary>True only when the member is literally true.</summary>
    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path) is { ValueKind: JsonValueKind.True };

    public static long? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number) ? number : null;

    /// <summary>The objects of an array member; other items are left out.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path) is { ValueKind: JsonValueKind.Array } found
            ? [.. found.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)]
            : [];

    /// <summary>The texts of an array member.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path) is { ValueKind: JsonValueKind.Array } found
            ? [.. found.EnumerateArray().Select(Read).OfType<string>()]
            : [];

    /// <summary>An ISO 8601 time; UTC where it names no offset.</summary>
    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> path) => ParseTime(element.Text(path));

    public static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>As metadata carries times: <c>2026-11-24T09:00:00Z</c>; null stays null.</summary>
    public static string? Iso(this DateTimeOffset? time) => time?.Iso();

    public static string Iso(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
