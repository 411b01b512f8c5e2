using System.Globalization;
using System.Resources;
using Integrations.Primitives;

namespace Integrations.Core.Mail;

/// <summary>
/// What mail says, in the language of who gets it. As on pages the English text is the key, and <c>MailTexts.de.resx</c> has the German; a
/// test holds every one against it.
/// </summary>
public static class MailTexts
{
    /// <summary>The language whose texts are the keys, and what is written where a translation is missing.</summary>
    public const string English = "en";

    private const string German = "de";

    private static readonly CultureInfo GermanCulture = CultureInfo.GetCultureInfo(German);
    private static readonly ResourceManager Resources = new("Integrations.Core.Mail.MailTexts", typeof(MailTexts).Assembly);

    /// <summary>What <c>Mail:Language</c> takes, and a person's language may be.</summary>
    public static IReadOnlyList<string> Languages { get; } = [English, German];

    /// <summary>A sentence that is written out in the source, with places for names and times.</summary>
    public static TranslatableText Line(string english, params IReadOnlyList<object?> values) => new(english, values);

    /// <summary>The sentence in a language; what turns the direction of text in a name turns nothing around it.</summary>
    public static string In(string language, TranslatableText text)
    {
        var (pattern, culture) = language == German ? (Translated(text.English), GermanCulture) : (text.English, CultureInfo.InvariantCulture);
        return text.Values.Count == 0 ? pattern : string.Format(culture, pattern, [.. text.Values.Select(value => Shown(language, value))]);
    }

    /// <summary>The German, or the English where it is missing.</summary>
    internal static string Translated(string english) => Resources.GetResourceSet(GermanCulture, createIfNotExists: true, tryParents: false)?.GetString(english) ?? english;

    private static object? Shown(string language, object? value) => value switch
    {
        TranslatableText inner => In(language, inner),
        string name => TextDirection.Isolate(name),
        _ => value,
    };
}
