using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Integrations.Sandbox.Declared;

/// <summary>Tokens that lead on in a listing.</summary>
internal static class DeclaredPlace
{
    public static string Of(int offset) => Write(offset.ToString(CultureInfo.InvariantCulture));

    /// <summary>With what the first page was asked for.</summary>
    public static string Keep(int offset, int size, IReadOnlyDictionary<string, string> taken) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"{offset}/{size}/{taken.GetValueOrDefault("text")}"));

    /// <summary>Null for a token that is none of ours.</summary>
    public static int? Offset(string cursor) =>
        Read(cursor) is { } text && int.TryParse(text.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null;

    /// <summary>Puts back what the first page was asked for; false for a token that is none of ours.</summary>
    public static bool Restore(string cursor, Dictionary<string, string> taken, ref int size)
    {
        if (Read(cursor)?.Split('/', 3) is not [_, var many, var text] || !int.TryParse(many, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1)
        {
            return false;
        }

        if (text.Length > 0)
        {
            taken["text"] = text;
        }

        return true;
    }

    private static string Write(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string? Read(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
