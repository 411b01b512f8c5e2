using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>By what a page is known again: a vendor that takes no notice of the place gives the first page for ever.</summary>
internal static class PagePrint
{
    private const int Length = 16;

    /// <summary>The same for the same things in the same order, with all that they say; null for an empty page.</summary>
    public static string? Of(IReadOnlyList<JsonElement> items)
    {
        if (items.Count == 0)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in items)
        {
            hash.AppendData(JsonMarshal.GetRawUtf8Value(item));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }

    /// <summary>Whether two pages hold the same things in the same order, and any at all.</summary>
    public static bool IsSame(IReadOnlyList<JsonElement> page, IReadOnlyList<JsonElement> other) =>
        page.Count > 0 && page.Count == other.Count
        && page.Zip(other).All(pair => JsonMarshal.GetRawUtf8Value(pair.First).SequenceEqual(JsonMarshal.GetRawUtf8Value(pair.Second)));
}
