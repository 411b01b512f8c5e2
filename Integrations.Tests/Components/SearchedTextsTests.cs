using Integrations.Primitives;

namespace Integrations.Tests.Components;

/// <summary>Texts that were made ready to be searched are found by what they are found by as they stand.</summary>
public sealed class SearchedTextsTests
{
    private static readonly string?[][] Rows =
    [
        ["Größe", "size"], ["Elan", null, "\u00C9lan"], [], ["\u212Bngström"], ["Straße ıİ ſ \u212A"], ["half \uD83D of a pair"], ["smile \U0001F600 here", "and here"], [null], [""], ["one two", "three four"], ["ONE"], ["the last One"],
    ];

    [Theory]
    [InlineData("GRÖSSE")]
    [InlineData("größe")]
    [InlineData("GRO\u0308ßE")]
    [InlineData("e\u0301lan")]
    [InlineData("elan")]
    [InlineData("a\u030Angstro\u0308m")]
    [InlineData("i")]
    [InlineData("s")]
    [InlineData("k")]
    [InlineData("e")]
    [InlineData("\uFFFD of")]
    [InlineData("\uD83D")]
    [InlineData("\U0001F600 H")]
    [InlineData("one")]
    [InlineData("twothree")]
    [InlineData("two three")]
    [InlineData("two\uD800three")]
    [InlineData("\uD800")]
    [InlineData("fourone")]
    [InlineData("no such words")]
    public void Rows_AreFoundAsTheyAreUnprepared(string words) =>
        Assert.Equal(
            Enumerable.Range(0, Rows.Length).Where(row => Rows[row].Any(text => TextMatch.Contains(text, words))),
            new SearchedTexts(Rows).Find(words));

    [Fact]
    public void EachOfSeveralWords_IsInTheRow()
    {
        Assert.Equal([9], new SearchedTexts(Rows).Find("FOUR", "one"));
        Assert.Equal([11], new SearchedTexts(Rows).Find("one", "the", "last"));
        Assert.Empty(new SearchedTexts(Rows).Find("one", "size"));
        Assert.Empty(new SearchedTexts([]).Find("one"));
    }
}
