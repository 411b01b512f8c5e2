using System.Globalization;
using System.Resources;
using Integrations.Primitives;

namespace Integrations.Web.Localization;

/// <summary>
/// What people read, in the language of the request or circuit at hand. The English text is the key, so pages read as
/// they look; <c>Texts.de.resx</c> holds the German, and <c>Texts.resx</c> only what English itself says otherwise
/// (docs/decisions/0038). A text that is missing shows in English, and a test names it.
/// </summary>
internal static class Text
{
    private static readonly ResourceManager Resources = new("Integrations.Web.Localization.Texts", typeof(Text).Assembly);

    /// <summary>How numbers and dates are written in that language.</summary>
    public static CultureInfo Formats => Languages.IsEnglish ? CultureInfo.InvariantCulture : CultureInfo.CurrentUICulture;

    /// <summary>A text that is written out in the source; names of people and vendors are none.</summary>
    public static string T(string english) => Resources.GetString(english, CultureInfo.CurrentUICulture) ?? english;

    /// <summary>A text with places, <c>"{0} of {1}"</c>: what goes there is not translated, and does not turn the sentence round.</summary>
    public static string T(string english, params ReadOnlySpan<object?> values)
    {
        var shown = new object?[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            shown[i] = values[i] is string text ? TextDirection.Isolate(text) : values[i];
        }

        return string.Format(Formats, T(english), shown);
    }

    /// <summary>What Core says, where it has a translation; else its English.</summary>
    public static string T(TranslatableText text) =>
        text.Values.Count == 0 ? T(text.English) : T(text.English, [.. text.Values.Select(value => value is TranslatableText inner ? T(inner) : value)]);

    /// <summary>"1 delivery" or "{0} deliveries"; both may have the number's place.</summary>
    public static string Count(int number, string one, string many) => T(number == 1 ? one : many, number);
}
