using System.Globalization;
using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Slack;
using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

/// <summary>Texts as they come from the field: half characters, marks, two spellings of one letter, nothing to see.</summary>
public sealed class VendorTextTests
{
    private const string HalfSurrogate =
        """{"total_count":2,"incomplete_results":false,"items":[{"id":1,"number":1,"title":"Launch \ud83d","state":"open","html_url":"https://github.com/acme/widgets/issues/1","user":{"login":"ada"},"labels":[],"updated_at":"2026-11-20T10:00:00Z","repository_url":"https://api.github.com/repos/acme/widgets"},{"id":2,"number":2,"title":"A whole one","state":"open","html_url":"https://github.com/acme/widgets/issues/2","user":{"login":"ada"},"labels":[],"updated_at":"2026-11-20T10:00:00Z","repository_url":"https://api.github.com/repos/acme/widgets"}]}""";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task HalfASurrogatePair_BecomesTheReplacementCharacter_AndTheOthersStay()
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json(HalfSurrogate) };
        using var session = vendor.Session();

        var found = await ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery("launch", 10) { EntityTypes = ["issue"] }, None);

        Assert.Null(found.Failure);
        Assert.Equal(["Launch \uFFFD", "A whole one"], found.Value.Items.Select(item => item.Title));
    }

    [Fact]
    public async Task ByteOrderMark_BeforeAnAnswer_IsReadAsIfItWereNotThere()
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json("\uFEFF{\"login\":\"ada\",\"id\":7,\"name\":\"Ada\"}") };
        using var session = vendor.Session();

        var account = await vendor.Connector.GetAccountAsync(session, None);

        Assert.Null(account.Failure);
        Assert.Equal(("7", "Ada"), (account.Value.Id, account.Value.Name));
    }

    [Theory]
    [InlineData("n8n", "workflow")]
    [InlineData("slack", "channel")]
    public async Task Search_ByTheComposedLetter_FindsTheDecomposedOne(string provider, string type)
    {
        // n8n's case; Slack's channels are matched by us too.
        const string Name = "U\u0308bersicht fu\u0308r Zoe\u0308";
        await using var vendor = new PlayedVendor(provider)
        {
            Answer = _ => PlayedVendor.Json($$"""{"ok":true,"data":[{"id":"wf1","name":"{{Name}}","active":true}],"channels":[{"id":"C12345678","name":"{{Name}}"}]}"""),
        };
        using var session = vendor.Session();
        var searching = (ISearchEntities)vendor.Connector;

        foreach (var words in (string[])["\u00DCbersicht", "\u00FCBERSICHT f\u00FCr", "zo\u00EB", Name])
        {
            var found = await searching.SearchAsync(session, new EntityQuery(words, 5) { EntityTypes = [type] }, None);
            Assert.Null(found.Failure);
            Assert.Single(found.Value.Items);
        }

        Assert.Empty((await searching.SearchAsync(session, new EntityQuery("\u00DCbersichts", 5) { EntityTypes = [type] }, None)).Value.Items);
    }

    [Theory]
    [InlineData("\u00DC", "u\u0308")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("\u212B", "a\u030A")]
    [InlineData("\uAC00", "\u1100\u1161")]
    public void Same_IsCanonicalEquivalenceWithoutCase(string one, string other) => Assert.True(TextMatch.Same(one, other));

    [Fact]
    public void Same_OfHalfAPair_DoesNotThrow() => Assert.False(TextMatch.Same("\uD83D", "a\u0308"));

    [Fact]
    public void Preview_ThatEndsInsideAnEmoji_IsCutBeforeIt()
    {
        var text = new string('a', 299) + "👩‍👩‍👧‍👦 and more";

        var message = SlackEntities.FromMessage("C1", "1.2", "general", "ada", text, null, isPrivate: false);

        Assert.Equal(new string('a', 299) + "…", message.Description);
    }

    [Fact, Proves("I14")]
    public void Cut_NeverEndsInsideWhatPeopleSeeAsOneCharacter()
    {
        string[] characters = ["a", "e\u0301", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "한", "\u0E01\u0E33", "\r\n", "क्षि"];
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 40).Select(_ => characters[random.Next(characters.Length)]));
            var cut = Text.Cut(text, random.Next(1, text.Length));
            var ends = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
            Assert.True(cut.Length == 0 || ends.Contains(cut.Length) || cut.Length < 12, $"{cut.Length} in {text}");
            Assert.StartsWith(cut, text, StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
        }
    }

    [Fact]
    public void LongTitle_EndsBetweenCharacters_WithASignThatThereIsMore()
    {
        var title = EntityText.Title(new string('a', 498) + "👩‍👩‍👧‍👦 and more");

        Assert.Equal(new string('a', 498) + "…", title);
        Assert.Equal(new string('b', 499) + "…", EntityText.Title(new string('b', 501)));
        Assert.Equal(new string('b', 500), EntityText.Title(new string('b', 500)));
        Assert.Equal(new string('c', 1_999) + "…", EntityText.Description(new string('c', 2_001)));
        Assert.Equal(new string('d', 499) + "…", EntityText.Value(new string('d', 600)));
    }

    [Fact]
    public void LongTitle_OfALinksCopy_EndsBetweenCharacters_WithASignThatThereIsMore()
    {
        var link = new EntityLink { EntityType = "Meeting", ProviderKey = "github", ExternalEntityId = "1", ExternalType = "", Title = "" };

        LinkRows.Copy(new ExternalEntity("1", "issue", new string('a', 499) + "😀", new string('b', 1_999) + "😀", null), link);

        Assert.Equal((new string('a', 499) + "…", new string('b', 1_999) + "…"), (link.Title, link.Description));
    }

    [Theory]
    [InlineData("\u200B\u2060")]
    [InlineData("\u3164")]
    [InlineData("\u2800 \u00AD")]
    [InlineData("\u202E")]
    [InlineData("\t \n")]
    [InlineData("")]
    [InlineData(null)]
    public void Title_OfNothingToSee_SaysUntitled(string? title) => Assert.Equal("(untitled)", EntityText.Title(title));

    [Theory]
    [InlineData("\u202Egnp.exe")]
    [InlineData("مرحبا")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("\uFFFD")]
    public void Title_WithSomethingToSee_StaysAsItIs(string title) => Assert.Equal(title, EntityText.Title(title));

    [Fact]
    public void Name_OfNothingToSee_IsRefused() => Assert.Equal("validation", Text.CheckName("title", "\u200B\u2060", 200)?.Code);

    [Theory]
    [InlineData("{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ufffd\"}")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\\ud83d\\ude00\"}")]
    [InlineData("{\"a\":\"\\ude00\\ud83d\"}", "{\"a\":\"\\ufffd\\ufffd\"}")]
    [InlineData("{\"a\":\"\\\\ud83d\"}", "{\"a\":\"\\\\ud83d\"}")]
    [InlineData("{\"a\":\"\\\\\\ud83d\"}", "{\"a\":\"\\\\\\ufffd\"}")]
    [InlineData("{\"a\":\"\\uD83D", "{\"a\":\"\\ufffd")]
    [InlineData("\\", "\\")]
    public void Repair_TouchesHalfPairsAlone(string body, string right) =>
        Assert.Equal(right, Encoding.UTF8.GetString(Utf8Text.Repair(Encoding.UTF8.GetBytes(body))));
}
