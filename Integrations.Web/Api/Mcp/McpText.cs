namespace Integrations.Web.Api.Mcp;

/// <summary>Texts of others where there is little room.</summary>
internal static class McpText
{
    /// <summary>At most so many UTF-16 units, never half a character.</summary>
    public static string Short(string text, int maxLength) =>
        text.Length <= maxLength ? text : $"{text[..(char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1)].TrimEnd()}…";
}
