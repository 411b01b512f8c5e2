using System.Text;
using System.Text.Json;

namespace Integrations.Core.Identity.Jwt;

/// <summary>A JSON object read without leniency: valid UTF-8, no duplicate members, nothing after it, depth at most 4.</summary>
internal static class StrictJsonObject
{
    private const int MaxDepth = 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>Members by name, or null for anything that is not exactly one strict object.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? Read(byte[] utf8)
    {
        try
        {
            _ = Utf8.GetCharCount(utf8);
            using var document = JsonDocument.Parse(utf8, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!members.TryAdd(member.Name, member.Value.Clone()))
                {
                    return null;
                }
            }

            return members;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            // InvalidOperationException: an escape of half a surrogate pair.
            return null;
        }
    }

    /// <summary>A string member of 1 to <paramref name="maxLength"/> characters, else null.</summary>
    public static string? Text(this IReadOnlyDictionary<string, JsonElement> members, string name, int maxLength)
    {
        if (!members.TryGetValue(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var text = value.GetString();
            return text is { Length: > 0 } && text.Length <= maxLength ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A whole number of seconds since 1970, else null. Fractions and exponents are refused.</summary>
    public static DateTimeOffset? Time(this IReadOnlyDictionary<string, JsonElement> members, string name)
    {
        const long LastSecond = 253402300799; // 9999-12-31T23:59:59Z
        return members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.GetRawText().All(char.IsAsciiDigit) && value.TryGetInt64(out var seconds) && seconds <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>A list of at most <paramref name="maxCount"/> short strings, else null.</summary>
    public static IReadOnlyList<string>? Texts(this IReadOnlyDictionary<string, JsonElement> members, string name, int maxCount)
    {
        if (!members.TryGetValue(name, out var value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxCount)
        {
            return null;
        }

        try
        {
            var texts = value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "").ToList();
            return texts.TrueForAll(text => text.Length is > 0 and <= 60) ? texts : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
