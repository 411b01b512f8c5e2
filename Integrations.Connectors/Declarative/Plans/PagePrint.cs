using System.Security.Cryptography;
using System.Text;
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
            hash.AppendData(Encoding.UTF8.GetBytes(item.GetRawText()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }
}
