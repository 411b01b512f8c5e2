using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Layout;
using Integrations.Web.Components.Shared;

namespace Integrations.Tests.Components;

/// <summary>Where German says more than another word: its own order, endings and dates.</summary>
public sealed class GermanPartsTests : ComponentContext
{
    private readonly Speaking _german = new("de");

    [Theory]
    [InlineData(-20, "gerade eben")]
    [InlineData(-60, "vor 1 Minute")]
    [InlineData(-180, "vor 3 Minuten")]
    [InlineData(180, "in 3 Minuten")]
    [InlineData(-259200, "vor 3 Tagen")]
    [InlineData(259200, "in 3 Tagen")]
    public void When_IsSaidAsPeopleWould(int seconds, string words) => Assert.Equal(words, When.Words(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Times_HaveGermanNamesAndOrder()
    {
        var day = new DateOnly(2026, 11, 21);

        Assert.Equal("Samstag, 21. November", Times.LongDay(day, day));
        Assert.Equal("Samstag, 21. November 2026", Times.LongDay(day, day.AddYears(1)));
        Assert.StartsWith("Sa, 21. Nov", Times.ShortDay(day), StringComparison.Ordinal);
        Assert.Equal("Heute", Times.Nearness(day, day));
    }

    [Fact]
    public void TypedConfirm_PutsTheVerbLast()
    {
        var dialog = Dialogs;
        var confirm = Render<TypedConfirm>(c => c.Add(p => p.Verb, "Löschen").Add(p => p.Name, "GitHub").Add(p => p.OnConfirm, () => { }));

        Assert.Equal("„GitHub“ löschen", confirm.Find("button").TextContent);
        confirm.Find("button").Click();
        Assert.Equal("Geben Sie GitHub ein, um fortzufahren", dialog.Find("label").TextContent);
        Assert.Equal("GitHub", dialog.Find("label strong").TextContent);
    }

    [Fact]
    public void Emphasized_PutsValuesWhereTheSentenceHasThem()
    {
        var sentence = Render<Emphasized>(s => s.Add(p => p.Text, "{1} von {0} und {2}.").Add(p => p.Values, ["a", 2, "c"]));

        sentence.MarkupMatches("<strong>2</strong> von <strong>a</strong> und <strong>c</strong>.");
    }

    [Fact]
    public void Rooms_HaveGermanNames_ThoughTheyWereMadeInAnotherLanguage() =>
        Assert.Contains("Katalog", NavigationEntry.ForEveryone.Select(entry => entry.Name));

    protected override void Dispose(bool disposing)
    {
        _german.Dispose();
        base.Dispose(disposing);
    }
}
