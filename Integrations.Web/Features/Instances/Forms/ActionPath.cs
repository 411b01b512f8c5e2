using System.Globalization;
using System.Text;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>
/// Where a field of an action's form stands, as one text: the names and numbers on the way to it. They are apart by a character that no name can have in
/// practice; dots and slashes are in names of strangers.
/// </summary>
internal static class ActionPath
{
    private const char Apart = '\u001f';

    /// <summary>What is kept besides a field's own text: how many rows it has, which of its alternatives is chosen.</summary>
    private const char Beside = '\u001e';

    public static string At(string path, string name) => path.Length == 0 ? name : $"{path}{Apart}{name}";

    public static string At(string path, int row) => At(path, row.ToString(CultureInfo.InvariantCulture));

    public static string Rows(string path) => $"{path}{Beside}rows";

    public static bool IsRows(string key) => key.EndsWith($"{Beside}rows", StringComparison.Ordinal);

    public static string Chosen(string path) => $"{path}{Beside}chosen";

    /// <summary>The field of an alternative; each keeps its own text.</summary>
    public static string Variant(string path, string number) => $"{path}{Beside}{number}";

    /// <summary>Whether a text belongs to a field, or to something within it.</summary>
    public static bool IsWithin(string key, string path) => key.StartsWith(path, StringComparison.Ordinal) && (key.Length == path.Length || key[path.Length] is Apart or Beside);

    /// <summary>An element's id: the path where it has plain characters, else those with a number that tells it from others.</summary>
    public static string Id(string path)
    {
        var plain = new StringBuilder("action-");
        var hash = 2_166_136_261u;
        foreach (var letter in path)
        {
            plain.Append(char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '-');
            hash = unchecked((hash ^ letter) * 16_777_619u);
        }

        var text = plain.ToString();
        return text.Length < 100 && text.AsSpan("action-".Length).SequenceEqual(path) ? text : $"{(text.Length < 100 ? text : text[..100])}-{hash:x8}";
    }
}
