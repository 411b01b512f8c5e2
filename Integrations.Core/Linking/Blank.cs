namespace Integrations.Core.Linking;

/// <summary>An empty field means "not told".</summary>
internal static class Blank
{
    public static string? ToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
