#pragma warning disable MA0009 // What is searched is our own source.
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Integrations.Core.Mail;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Mail;

/// <summary>Whatever mail says is there in German too.</summary>
public sealed partial class MailTextsTests
{
    [Fact]
    public void Texts_OfMail_AreAllInGerman_AndNoneIsLeftOver()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root(), "Integrations.Core"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => LineCall().Matches(File.ReadAllText(file)))
            .Select(call => Regex.Unescape(call.Groups["text"].Value))
            .ToHashSet(StringComparer.Ordinal);
        var german = German();

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(german.Keys, StringComparer.Ordinal));
        Assert.Empty(german.Keys.Except(used, StringComparer.Ordinal));
    }

    [Fact]
    public void German_HasThePlacesThatEnglishHas_AndIsRead() => Assert.All(German(), text =>
    {
        Assert.Equal(Places(text.Key), Places(text.Value));
        Assert.Equal(text.Value, MailTexts.Translated(text.Key));
    });

    private static Dictionary<string, string> German() =>
        XDocument.Load(Path.Combine(Repository.Root(), "Integrations.Core", "Mail", "MailTexts.de.resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(place => place.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("""\bLine\(\s*"(?<text>(?:[^"\\]|\\.)*)""")]
    private static partial Regex LineCall();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();
}
