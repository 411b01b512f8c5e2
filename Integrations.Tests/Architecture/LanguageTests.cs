#pragma warning disable MA0009 // What is searched is our own source.
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>Whatever pages say is in the resource file of every other language.</summary>
public sealed partial class LanguageTests
{
    /// <summary>A name, the same in every language.</summary>
    private const string Product = "Integrations";

    private static readonly string[] Pages = [".razor"];

    [Fact]
    public void Texts_OfThePages_AreAllInGerman_AndNoneIsLeftOver()
    {
        var used = UsedTexts();
        var german = German();

        Assert.Empty(used.Except(german.Keys, StringComparer.Ordinal));
        Assert.Empty(german.Keys.Except(used, StringComparer.Ordinal));
    }

    [Fact]
    public void German_HasThePlacesThatEnglishHas()
    {
        Assert.Empty(German().Where(text => !Places(text.Key).SetEquals(Places(text.Value))).Select(text => $"{text.Key} / {text.Value}"));
    }

    /// <summary>A title, a label or a paragraph that is written out in a page is read by everyone in English.</summary>
    [Fact]
    public void Pages_WriteNoTextThatIsNotTranslated()
    {
        var found = (
            from page in SourceFiles.Of(Pages)
            where page.Path.StartsWith("Integrations.Web/", StringComparison.Ordinal)
            let markup = RazorComment().Replace(page.Text.Split("@code {")[0], "")
            from text in WrittenText().Matches(Unspoken().Replace(markup, "")).Concat(WrittenAttribute().Matches(markup))
            where Letters().IsMatch(text.Groups["text"].Value) && text.Groups["text"].Value.Trim() != Product
            select $"{page.Path}: {text.Groups["text"].Value.Trim()}").ToList();

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private static HashSet<string> UsedTexts()
    {
        var sources = SourceFiles.Of(".razor", ".cs").Where(source => source.Path.StartsWith("Integrations.Web/", StringComparison.Ordinal)).ToList();
        return
        [
            .. from source in sources
               from call in TextCall().Matches(source.Text)
               select Unescaped(call.Groups["text"].Value),
            .. from source in sources
               from call in CountCall().Matches(source.Text)
               from text in new[] { call.Groups["one"].Value, call.Groups["many"].Value }
               select Unescaped(text),
            // What Core, and the host's own checks, say on pages (TranslatableText).
            .. from source in SourceFiles.Of(".cs").Where(source => source.Path.StartsWith("Integrations.Core/", StringComparison.Ordinal) || source.Path.StartsWith("Integrations.Connectors/", StringComparison.Ordinal) || source.Path.StartsWith("Integrations.Web/", StringComparison.Ordinal))
               from call in SayCall().Matches(source.Text)
               select Unescaped(call.Groups["text"].Value),
        ];
    }

    private static string Unescaped(string literal) => Regex.Unescape(literal);

    private static Dictionary<string, string> German() =>
        XDocument.Load(Path.Combine(Repository.Root(), "Integrations.Web", "Localization", "Texts.de.resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(place => place.Value)];

    [GeneratedRegex("""\bT\(\s*"(?<text>(?:[^"\\]|\\.)*)""")]
    private static partial Regex TextCall();

    [GeneratedRegex("""\bSay\(\s*"(?<text>(?:[^"\\]|\\.)*)""")]
    private static partial Regex SayCall();

    [GeneratedRegex("""\bCount\([^"\n]*?,\s*"(?<one>(?:[^"\\]|\\.)*)",\s*"(?<many>(?:[^"\\]|\\.)*)""")]
    private static partial Regex CountCall();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();

    [GeneratedRegex("[A-Za-z]{2}")]
    private static partial Regex Letters();

    /// <summary>Text between tags, up to the next tag or expression, not what is code between braces.</summary>
    [GeneratedRegex("""(?<=[a-z"/]>)(?<text>[^<>@{}=;]+)(?=[<@])""")]
    private static partial Regex WrittenText();

    [GeneratedRegex("""\s(?:Title|Purpose|Text|Label|Message|Never|Word|Question|Confirm|Verb|Of|placeholder|aria-label|title|alt|data-label|data-copied)="(?<text>[^"@]+)[@"]""")]
    private static partial Regex WrittenAttribute();

    /// <summary>Scripts, drawings, keys and code, which are the same in every language.</summary>
    [GeneratedRegex("""(?s)<(script|style|svg|code|kbd)\b.*?</\1>""")]
    private static partial Regex Unspoken();

    [GeneratedRegex(@"(?s)@\*.*?\*@")]
    private static partial Regex RazorComment();
}
