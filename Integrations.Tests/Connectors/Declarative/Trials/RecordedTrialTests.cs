using Integrations.Connectors.Declarative.Trials;
using static Integrations.Tests.Connectors.Declarative.Trials.ExampleFile;

namespace Integrations.Tests.Connectors.Declarative.Trials;

/// <summary>Recordings that fit a provider file, and all the ways in which they do not.</summary>
public sealed class RecordedTrialTests
{
    private const string Two = """{ "items": [{ "id": 1, "title": "One", "description": "d", "url": "https://example.com/1", "updated_at": "2026-11-01T00:00:00Z" }, { "id": 2, "title": "Two" }], "next_cursor": "n2" }""";
    private const string Last = """{ "items": [{ "id": 3, "title": "Three", "description": "d", "url": "https://example.com/3", "updated_at": "2026-11-01T00:00:00Z" }] }""";

    private static string Of(int id, string next) => $$"""{ "items": [{ "id": {{id}}, "title": "A thing" }], "next_cursor": "{{next}}" }""";

    [Fact]
    public async Task Recording_ThatFits_Passes_WithItsCounts()
    {
        var steps = await TryAsync(Recorded(
            Account,
            Searched(2, Page(Two), Page(Last, "n2")),
            """{ "step": "read", "entity": "item", "id": "item:1", "found": 1, "exchanges": [{ "request": { "method": "GET", "path": "/v1/items/1" }, "response": { "status": 200, "json": { "id": 1, "title": "One", "description": "d", "url": "https://example.com/1", "updated_at": "2026-11-01T00:00:00Z" } } }] }"""));

        Assert.All(steps, step => Assert.True(step.Outcome == TrialOutcome.Passed, step.Note));
        Assert.Equal([("account", 1), ("search item", 3), ("read item", 1)], steps.Select(step => (step.Name, step.Count)));
    }

    [Fact]
    public async Task Call_ThatIsNotRecorded_Fails_WithTheNearest()
    {
        var other = Page(Last).Replace("\"limit\": \"3\"", "\"limit\": \"50\"", StringComparison.Ordinal);

        var step = (await TryAsync(Recorded(Account, Searched(1, other))))[1];

        Assert.Equal(TrialOutcome.Failed, step.Outcome);
        Assert.Contains("GET /v1/items?limit=3 is not in this step of the recording. The nearest recorded call is GET /v1/items?limit=50", step.Note, StringComparison.Ordinal);
        Assert.Contains("query limit 3, recorded 50", step.Note, StringComparison.Ordinal);
        Assert.Equal(LineOf("\"search\""), step.Line);
    }

    [Fact]
    public async Task RecordedCall_ThatIsNotAsked_Fails()
    {
        var step = (await TryAsync(Recorded(Account, Searched(1, Page(Last), Page(Last, "n9")))))[1];

        Assert.Contains("One recorded call was not asked for, such as GET /v1/items?limit=3&cursor=n9.", step.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_IsNotFollowed()
    {
        var step = (await TryAsync(Recorded(Account, Searched(1, Page("{}", status: 302, headers: """{ "Location": "https://evil.example/v1/items" }""")))))[1];

        Assert.Equal(TrialOutcome.Failed, step.Outcome);
        Assert.Contains("led to evil.example, a host that the file does not name. Nothing was sent there.", step.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_OnTheSameHost_IsFollowed()
    {
        var moved = """{ "request": { "method": "GET", "path": "/v1/moved" }, "response": { "status": 200, "json": """ + Last + " } }";

        var step = (await TryAsync(Recorded(Account, Searched(1, Page("{}", status: 301, headers: """{ "Location": "https://api.example.com/v1/moved" }"""), moved))))[1];

        Assert.Equal(TrialOutcome.Passed, step.Outcome);
        Assert.Equal(1, step.Count);
    }

    [Fact]
    public async Task Paging_ThatRepeats_Fails()
    {
        // Another place each time, and the same things.
        string Three(string next) => $$"""{ "items": [{ "id": 1, "title": "One" }, { "id": 2, "title": "Two" }, { "id": 3, "title": "Three" }], "next_cursor": "{{next}}" }""";

        var step = (await TryAsync(Recorded(Account, Searched(3, Page(Three("n2")), Page(Three("n3"), "n2")))))[1];

        Assert.Contains("holds item:1 again, which stood before it: the paging repeats.", step.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paging_ThatNeverEnds_Fails()
    {
        // Each page holds new things, and the last leads to the second again.
        var steps = await TryAsync(Recorded(Account, Searched(20, Page(Two), Page(Of(3, "n1"), "n2"), Page(Of(4, "n2"), "n1"))));

        Assert.Equal(TrialOutcome.Failed, steps[1].Outcome);
        Assert.Contains("cursor=n2 was asked again, and is in this step of the recording only once: the paging repeats, or does not end.", steps[1].Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "items": [{ "id": 1, "title": "One" }, 7, { "id": 3, "title": "Three" }] }""", "Thing 2 of answer 1 is no object but a number.", "\"items\": \"items\"")]
    [InlineData("""{ "items": [{ "id": 1, "title": "One" }, [], { "id": 3, "title": "Three" }] }""", "Thing 2 of answer 1 is no object but a list.", "\"items\": \"items\"")]
    [InlineData("""{ "items": [{ "id": 1, "title": "One" }, { "id": null, "title": "Two" }] }""", "Thing 2 of answer 1 has no id", "\"id\": \"id\"")]
    [InlineData("""{ "items": [{ "id": 1, "title": "One" }, { "id": "../me", "title": "Two" }] }""", "Thing 2 of answer 1 has no id", "\"id\": \"id\"")]
    [InlineData("""{ "things": [] }""", "vendor.unreadable", "\"search\"")]
    [InlineData("""{ "items": [{ "id": 1, "title": ["One"] }] }""", "The field 'title' is empty: 'title' meets a list; 'title[]' takes its items", "\"title\": \"title\"")]
    [InlineData("""{ "items": [{ "id": 1, "title": { "text": "One" } }] }""", "'title' meets an object, with text", "\"title\": \"title\"")]
    [InlineData("""{ "items": [{ "id": 1, "title": null }, { "id": 2 }] }""", "No thing has a title: nothing stands at 'title'.", "\"title\": \"title\"")]
    [InlineData("""{ "items": [{ "id": 1, "title": "One", "url": ["https://example.com"] }] }""", "'url' meets a list", "\"url\": \"url\"")]
    public async Task Answer_OfAnotherShape_Fails_WithThePlaceInTheFile(string answer, string told, string place)
    {
        var step = (await TryAsync(Recorded(Account, Searched(1, Page(answer)))))[1];

        Assert.Equal(TrialOutcome.Failed, step.Outcome);
        Assert.Contains(told, step.Note, StringComparison.Ordinal);
        // The entity's own line, which stands behind the account's of the same words.
        Assert.Equal(Array.FindLastIndex(Text.Split('\n'), line => line.Contains(place, StringComparison.Ordinal)) + 1, step.Line);
    }

    [Fact]
    public async Task Field_ThatStaysEmpty_IsNoted()
    {
        var step = (await TryAsync(Recorded(Account, Searched(1, Page("""{ "items": [{ "id": 1, "title": "One", "description": null }] }""")))))[1];

        Assert.Equal(TrialOutcome.Passed, step.Outcome);
        Assert.Contains($"Empty in all 1: description (line {LineOf("\"description\": \"description\"")})", step.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_ThatDiffersFromTheRecorded_Fails()
    {
        var step = (await TryAsync(Recorded(Account, Searched(1, Page(Last)).Replace("\"pages\"", "\"found\": 5, \"pages\"", StringComparison.Ordinal))))[1];

        Assert.Contains("5 came of it when it was recorded.", step.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheFileLacks_Fails_AndWhatTheRecordingLacks_IsSkipped()
    {
        var steps = await TryAsync(Recorded(Account, """{ "step": "sync", "entity": "item", "exchanges": [] }""", """{ "step": "action", "action": "close", "exchanges": [] }"""));

        Assert.Equal([TrialOutcome.Passed, TrialOutcome.Failed, TrialOutcome.Failed], steps.Select(step => step.Outcome));
    }
}
