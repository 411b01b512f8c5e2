using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Sandbox.Declared;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>Where things stand in the answers of vendors that wrap their lists, leave empty ones out, or write ids as addresses.</summary>
public sealed class AnswerShapeTests
{
    [Theory]
    [InlineData("people", """{"people":[{"a":1},{"a":2}]}""", 2)]
    [InlineData("people", """{"other":1}""", null)]
    [InlineData("people[]", """{"people":[{"a":1},{"a":2}]}""", 2)]
    [InlineData("people[]", """{"other":1}""", 0)]
    [InlineData("people[]", """{"people":{"a":1}}""", 0)]
    [InlineData("people[]", "[]", null)]
    [InlineData("people[]", "null", null)]
    [InlineData("results[].person", """{"results":[{"person":{"a":1}},{"score":2},{"person":null}]}""", 1)]
    [InlineData("value[0].hitsContainers[0].hits[]", """{"value":[{"hitsContainers":[{"hits":[{"a":1}]}]}]}""", 1)]
    [InlineData("value[0].hitsContainers[0].hits[]", """{"value":[{"hitsContainers":[{"total":0}]}]}""", 0)]
    public void Items_OfAListing_AreFoundWhereTheFileSays(string path, string answer, int? count)
    {
        var listing = new ListingPlan { Request = new RequestPlan { Method = HttpMethod.Get, Path = Template.Parse("/x", out _)! }, Items = ValuePath.Parse(path, out _)!, Paging = PagingPlan.OnePage };

        Assert.Equal(count, listing.ItemsOf(JsonElement.Parse(answer))?.Count);
    }

    [Theory]
    [InlineData("@odata.nextLink", """{"@odata.nextLink":"x"}""", "x")]
    [InlineData("@odata.nextLink", """{"@odata":{"nextLink":"x"}}""", null)]
    [InlineData("page.@odata.count", """{"page":{"@odata.count":"7"}}""", "7")]
    [InlineData("@a", """{"@a":"x"}""", "x")]
    public void NamesThatBeginWithAnAt_HaveADotInThem(string path, string answer, string? found) =>
        Assert.Equal(found, ValuePath.Parse(path, out _)!.First(JsonElement.Parse(answer))?.Read());

    [Theory]
    [InlineData("people/c12", "person:c12")]
    [InlineData("https://api.example.com/events/AB-1", "person:AB-1")]
    [InlineData("c12", "person:c12")]
    [InlineData("people/", null)]
    [InlineData("people/..", null)]
    public void Id_AtTheEndOfAnAddress_IsWhatIsBehindTheLastSlash(string written, string? id)
    {
        var entity = new EntityPlan
        {
            Name = "person",
            DisplayName = "Person",
            Id = [ValuePath.Parse("name", out _)!],
            IdIsLastSegment = true,
            Map = new FieldMap([]),
            Read = new RequestPlan { Method = HttpMethod.Get, Path = Template.Parse("/x", out _)! },
            ReadItem = ValuePath.Parse("$", out _)!,
        };
        var item = JsonSerializer.SerializeToElement(new { name = written });

        Assert.Equal(id, entity.ToEntity(item, item, _ => null, isRead: false)?.Id);
    }

    [Theory]
    [InlineData("value[0].more", """{"value":[{"more":true}]}""")]
    [InlineData("@odata.nextLink", """{"@odata.nextLink":true}""")]
    [InlineData("a.b", """{"a":{"b":true}}""")]
    public void Sandbox_PutsValuesWhereTheFileReadsThem(string path, string made)
    {
        var put = JsonPlace.Put([], path, JsonValue.Create(true));

        Assert.Equal(made, put.ToJsonString());
        Assert.Equal(JsonValueKind.True, ValuePath.Parse(path, out _)!.First(JsonElement.Parse(made))?.ValueKind);
    }

    [Fact]
    public void Sandbox_LeavesEmptyListsOut_AndWrapsThings()
    {
        Assert.Equal("{}", JsonPlace.Put([], "results[].person", new JsonArray()).ToJsonString());
        Assert.Equal("""{"results":[{"person":{"a":1}}]}""", JsonPlace.Put([], "results[].person", new JsonArray(new JsonObject { ["a"] = 1 })).ToJsonString());
    }
}
