using Integrations.Primitives;

namespace Integrations.Tests.Components;

/// <summary>A text made ready to be searched is found by what it is found by as it stands.</summary>
public sealed class SearchedTextTests
{
    [Theory]
    [InlineData("Größe", "GRÖSSE")]
    [InlineData("Größe", "größe")]
    [InlineData("Größe", "GRO\u0308ßE")]
    [InlineData("Elan", "e\u0301lan")]
    [InlineData("\u212Belvin", "ångström")]
    [InlineData("\u212Bngström", "a\u030Angstro\u0308m")]
    [InlineData("Straße ıİ ſ K", "i")]
    [InlineData("Straße ıİ ſ K", "s")]
    [InlineData("Straße ıİ ſ \u212A", "k")]
    [InlineData("half \uD83D of a pair", "\uFFFD of")]
    [InlineData("half \uD83D of a pair", "\uD83D")]
    [InlineData("smile \U0001F600 here", "\U0001F600 H")]
    [InlineData("", "")]
    [InlineData("abc", "")]
    public void AText_IsFoundAsItIsUnprepared(string text, string words) =>
        Assert.Equal(TextMatch.Contains(text, words), new SearchedText(text).Contains(TextMatch.Canonical(words)));

    [Theory]
    [InlineData("twothree")]
    [InlineData("two\uD800three")]
    [InlineData("two three")]
    [InlineData("\uD800")]
    public void NothingIsFoundAcrossTwoTexts(string words) => Assert.False(new SearchedText("one two", null, "three four").Contains(TextMatch.Canonical(words)));
}
