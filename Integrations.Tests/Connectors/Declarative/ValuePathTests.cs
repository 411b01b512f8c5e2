using System.Text.Json;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>Paths that lead through lists: the things of a listing, and one thing out of a list.</summary>
public sealed class ValuePathTests
{
    [Theory]
    [InlineData("$", "[1,2]", "1 2")]
    [InlineData("data", """{"data":[1,2]}""", "1 2")]
    [InlineData("data", """{"data":[]}""", "")]
    [InlineData("*.members", """{"exact":{"members":[1]},"full":{"members":[2,3]},"total":2}""", "1 2 3")]
    [InlineData("items[].item", """{"items":[{"score":1,"item":1},{"score":2},{"item":3}]}""", "1 3")]
    [InlineData("messages[][0]", """{"messages":[[1,2],[],[3]]}""", "1 3")]
    [InlineData("messages[][0]", """{"messages":[]}""", "")]
    [InlineData("boards[0].items", """{"boards":[{"items":[1,2]}]}""", "1 2")]
    [InlineData("boards[0].items", """{"boards":[]}""", "")]
    [InlineData("entries[.tag=file].id", """{"entries":[{".tag":"file","id":1},{".tag":"folder","id":2},{"id":3}]}""", "1")]
    [InlineData("results[][kind=a][open=true]", """{"results":[{"kind":"a","open":true,"id":1},{"kind":"a","open":false},{"kind":"b","open":true}]}""", "{\"kind\":\"a\",\"open\":true,\"id\":1}")]
    public void Listed_GivesTheThingsOfEveryList(string path, string answer, string expected) =>
        Assert.Equal(expected, string.Join(' ', Path(path).Listed(JsonElement.Parse(answer))!.Select(item => item.GetRawText())));

    [Theory]
    [InlineData("$", """{"data":[]}""")]
    [InlineData("data", "[]")]
    [InlineData("data", """{"data":{"0":1}}""")]
    [InlineData("data", "null")]
    [InlineData("*.members", """{"members":[1]}""")]
    [InlineData("messages[][0]", """{"messages":"none"}""")]
    public void Listed_WhereThereIsNoList_IsNothing(string path, string answer) =>
        Assert.Null(Path(path).Listed(JsonElement.Parse(answer)));

    [Theory]
    [InlineData("items[0]", """{"items":[]}""", true)]
    [InlineData("data.items[0]", """{"data":{"items":[]}}""", true)]
    [InlineData("items[id=7]", """{"items":[]}""", true)]
    [InlineData("items[0]", """{"items":[1]}""", false)]
    [InlineData("items[0]", """{"items":null}""", false)]
    [InlineData("items[0]", "{}", false)]
    [InlineData("items", """{"items":[]}""", false)]
    [InlineData("$", "[]", false)]
    public void PicksOutOfNothing_WhereTheListIsEmpty(string path, string answer, bool expected) =>
        Assert.Equal(expected, Path(path).PicksOutOfNothing(JsonElement.Parse(answer)));

    private static ValuePath Path(string text) => ValuePath.Parse(text, out _)!;
}
