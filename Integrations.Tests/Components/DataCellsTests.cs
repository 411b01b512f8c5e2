using System.Text.Json.Nodes;
using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances;

namespace Integrations.Tests.Components;

public sealed class DataCellsTests : ComponentContext
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly JsonObject Thing = new()
    {
        ["title"] = "Fix <b>it</b>",
        ["url"] = "https://code.example/1",
        ["status"] = "open",
        ["closed"] = false,
        ["amount"] = 1234.5,
        ["size"] = 4_200_000,
        ["labels"] = new JsonArray("bug", "\u202Eevil", 3),
        ["assignee"] = "Ada Lindqvist",
        ["updatedAt"] = "2026-03-04T09:00:00Z",
        ["dueDate"] = "2026-03-09",
        ["site"] = "javascript:alert(1)",
        ["joinUrl"] = "https://meet.example/abc?x=1",
    };

    [Theory]
    [InlineData("en", "status", "string", "open")]
    [InlineData("en", "closed", "boolean", "No")]
    [InlineData("de", "closed", "boolean", "Nein")]
    [InlineData("en", "amount", "number", "1,234.5")]
    [InlineData("de", "amount", "number", "1.234,5")]
    [InlineData("en", "size", "number", "4.2 MB")]
    [InlineData("en", "updatedAt", "datetime", "3 hours ago")]
    [InlineData("de", "updatedAt", "datetime", "vor 3 Stunden")]
    [InlineData("en", "dueDate", "string", "2026-03-09")]
    [InlineData("en", "site", "string", "javascript:alert(1)")]
    [InlineData("en", "joinUrl", "string", "meet.example")]
    [InlineData("en", "absent", "number", "")]
    public void Values_AreInWords(string language, string column, string type, string words)
    {
        using var speaking = new Speaking(language);

        Assert.Equal(words, string.Concat(Cell(column, type).Nodes.Select(node => node.TextContent)).Trim());
    }

    [Fact]
    public void Title_LeadsToTheVendor_AndIsNoMarkup()
    {
        var link = Cell("title", "string").Find("a");

        Assert.Equal(("https://code.example/1", "noopener noreferrer", "Fix <b>it</b>"), (link.GetAttribute("href"), link.GetAttribute("rel"), link.TextContent));
    }

    [Fact]
    public void People_HaveTheirDisc_ListsTheirTags_AndNoScriptIsALink()
    {
        Assert.Equal("AL", Cell("assignee", "string").Find(".avatar").TextContent);
        Assert.Equal(["bug", "\u202Eevil", "3"], Cell("labels", "array").FindAll(".tag bdi").Select(tag => tag.TextContent));
        Assert.Empty(Cell("site", "string").FindAll("a"));
    }

    [Fact]
    public void WholeDay_IsItsDateInEveryZone()
    {
        using var speaking = new Speaking("en");
        var holiday = new JsonObject { ["start"] = "2026-03-09T00:00:00Z", ["allDay"] = true };

        Assert.Equal("Mon 9 Mar", DataCells.TextOf(holiday, "start", "datetime"));
        Assert.Empty(Render(DataCells.Of(holiday, "start", "datetime", TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), Now)).FindAll("time"));
    }

    private IRenderedComponent<Bunit.Rendering.ContainerFragment> Cell(string column, string type) => Render(DataCells.Of(Thing, column, type, TimeZoneInfo.Utc, Now));
}
