using System.Text.Json;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>Ids are 16 letters and digits; old instances count, and some releases send the number.</summary>
internal static class N8nIds
{
    private const int MaxLength = 60;

    public static string? Read(JsonElement element, string member) =>
        (element.Text(member) ?? element.Number(member)?.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } id && IsValid(id) ? id : null;

    /// <summary>Ids go into paths: nothing but letters, digits, hyphens and underscores.</summary>
    public static bool IsValid(string id) => id.Length is > 0 and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
