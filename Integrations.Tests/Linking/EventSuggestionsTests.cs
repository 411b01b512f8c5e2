using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Linking;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Linking;

namespace Integrations.Tests.Linking;

public sealed class EventSuggestionsTests
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

    private static readonly MeetingDetails Sync = Meeting("Weekly product sync", "Ada Lindqvist", "Ben Okafor", "Chiara Rossi", "Emi Tanaka");

    [Fact]
    public void Suggestions_SameTimeAndMostAttendees_SayBoth()
    {
        var found = Assert.Single(EventSuggestions.For(Sync, [Event("1", "Something else", Ten, 30, "ada@acme.test", "ben@acme.test", "chiara@acme.test")]));

        Assert.Equal("same time, 3 of 4 attendees", MatchReasonLabels.Of(found.Reasons));
    }

    [Fact]
    public void Suggestions_EverythingEqual_ScoreOne()
    {
        var found = Assert.Single(EventSuggestions.For(Sync, [Event("1", "Weekly Product Sync", Ten, 30, "ada@acme.test", "Ben Okafor <ben@acme.test>", "chiara@acme.test", "Emi Tanaka")]));

        Assert.Equal(1, found.Score);
        Assert.Equal("same time, same title, all 4 attendees", MatchReasonLabels.Of(found.Reasons));
    }

    [Fact]
    public void Suggestions_AreOrderedByLikelihood()
    {
        var found = EventSuggestions.For(Sync,
        [
            Event("lunch", "Lunch", Ten.AddHours(2), 60),
            Event("overlap", "Product sync", Ten.AddMinutes(15), 30, "ada@acme.test"),
            Event("exact", "Weekly product sync", Ten, 30, "ada@acme.test", "ben@acme.test"),
        ]);

        Assert.Equal(["exact", "overlap"], found.Select(s => s.Event.Id));
        Assert.Equal("overlaps by 15 min, similar title, 1 of 4 attendees", MatchReasonLabels.Of(found[1].Reasons));
    }

    [Fact]
    public void Suggestions_CancelledEvent_IsNotOffered()
    {
        var cancelled = Event("1", "Weekly product sync", Ten, 30, "ada@acme.test");
        cancelled.Metadata[EntityFields.Status] = "cancelled";

        Assert.Empty(EventSuggestions.For(Sync, [cancelled]));
    }

    [Fact]
    public void Suggestions_AllDayEventWithAnotherTitle_IsNotOffered()
    {
        var holiday = Event("1", "Company holiday", Ten.AddHours(-10), 24 * 60);
        holiday.Metadata[EntityFields.AllDay] = true;

        Assert.Empty(EventSuggestions.For(Sync, [holiday]));
    }

    [Fact]
    public void Suggestions_MeetingWithoutAttendees_JudgesByTimeAndTitle()
    {
        var found = Assert.Single(EventSuggestions.For(Meeting("Roadmap"), [Event("1", "The roadmap meeting", Ten, 30)]));

        Assert.Equal("same time, same title", MatchReasonLabels.Of(found.Reasons));
        Assert.Equal(1, found.Score);
    }

    [Fact]
    public void Suggestions_AccentsAndPunctuation_DoNotMatter()
    {
        var found = EventSuggestions.Score(Meeting("Café: révision"), Event("1", "cafe revision", Ten, 30));

        Assert.Contains("same title", MatchReasonLabels.Of(found.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "starts 1 h later")]
    [InlineData(-45, "starts 45 min earlier")]
    [InlineData(90, "starts 90 min later")]
    public void Score_NearInTime_SaysHowFar(int minutes, string reason)
    {
        Assert.Equal(reason, MatchReasonLabels.Of(EventSuggestions.Score(Meeting("Roadmap"), Event("1", "Budget", Ten.AddMinutes(minutes), 30)).Reasons));
    }

    [Theory]
    [InlineData("en", "same time, same title, 3 of 4 attendees")]
    [InlineData("de", "gleiche Zeit, gleicher Titel, 3 von 4 Teilnehmenden")]
    public void Reasons_AreInTheLanguageOfThePage(string language, string words)
    {
        using var speaking = new Speaking(language);
        var found = EventSuggestions.Score(Sync, Event("1", "Weekly product sync", Ten, 30, "ada@acme.test", "ben@acme.test", "chiara@acme.test"));

        Assert.Equal(words, MatchReasonLabels.Of(found.Reasons));
    }

    [Fact]
    public void EveryReason_HasWordsInBothLanguages()
    {
        var reasons = Enum.GetValues<MatchEvidence>().Select(evidence => new MatchReason(evidence, 60, 120)).ToList();
        using var english = new Speaking("en");
        var inEnglish = reasons.ConvertAll(reason => MatchReasonLabels.Of([reason]));
        using var german = new Speaking("de");

        Assert.Equal(reasons.Count, inEnglish.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(reasons.Select((reason, index) => (Words: MatchReasonLabels.Of([reason]), English: inEnglish[index])), pair => pair.Words == pair.English);
    }

    [Fact]
    public void Suggestions_ManyMatches_AreAtMostThree()
    {
        var events = Enumerable.Range(0, 20).Select(n => Event($"{n:00}", "Weekly product sync", Ten, 30));

        Assert.Equal(["00", "01", "02"], EventSuggestions.For(Sync, events).Select(s => s.Event.Id));
    }

    [Fact]
    public void Suggestions_EventWithoutTimes_CountsByTitleAlone()
    {
        var untimed = new ExternalEntity("1", "event", "Weekly product sync", null, null);

        Assert.Empty(EventSuggestions.For(Sync, [untimed]));
        Assert.Equal("same title", MatchReasonLabels.Of(EventSuggestions.Score(Sync, untimed).Reasons));
    }

    private static MeetingDetails Meeting(string title, params string[] people) => new(
        Guid.CreateVersion7(), title, null, null, Ten, Ten.AddMinutes(30),
        [.. people.Select(name => new MeetingPerson(Guid.CreateVersion7(), name, $"{name.Split(' ')[0].ToLowerInvariant()}@acme.test"))], 1);

    private static ExternalEntity Event(string id, string title, DateTimeOffset start, int minutes, params string[] attendees) => new(id, "event", title, null, null)
    {
        Metadata = new JsonObject
        {
            [EntityFields.Start] = start.ToString("O"),
            [EntityFields.End] = start.AddMinutes(minutes).ToString("O"),
            [EntityFields.Attendees] = new JsonArray([.. attendees.Select(a => (JsonNode?)a)]),
        },
    };
}
