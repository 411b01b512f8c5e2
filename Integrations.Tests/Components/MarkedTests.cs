using Integrations.Web.Components.Shared;

namespace Integrations.Tests.Components;

public sealed class MarkedTests
{
    [Theory]
    [InlineData("Sprint planning", "plan", "7+4")]
    [InlineData("Sprint planning", "PLAN sprint", "0+6 7+4")]
    [InlineData("Café", "cafe", "0+4")]
    [InlineData("aaa", "a aa", "0+2 2+1")]
    [InlineData("<b>bold</b>", "<b>", "0+3")]
    [InlineData("nothing of it", "else", "")]
    [InlineData("anything", null, "")]
    [InlineData("", "word", "")]
    public void Words_AreFoundWhereTheyStand_NoneOverAnother(string text, string? words, string places) =>
        Assert.Equal(places, string.Join(' ', Marked.Places(text, words).Select(place => $"{place.Start}+{place.Length}")));
}
