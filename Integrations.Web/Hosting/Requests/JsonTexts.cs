using System.Text.Json;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Texts of members that no record names.</summary>
internal static class JsonTexts
{
    /// <summary>Null for a broken escape, which is looked into only when the text is used.</summary>
    public static string? Read(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
