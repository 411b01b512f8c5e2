using System.Globalization;
using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Integrations.Tests.Components;

public sealed class ListTableTests : ComponentContext
{
    private static readonly string[] Rows = ["ada", "ben"];
    private readonly HashSet<string> _chosen = [];

    [Fact]
    public void Table_Columns_StandInTheOrderTheyWereWritten()
    {
        var table = Table();

        Assert.Equal(["Name", "Length"], table.FindAll("thead th").Select(head => head.TextContent.Trim()));
        Assert.Equal(["ada", "3"], table.FindAll("tbody tr:first-child td").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("People", table.Find("caption").TextContent);
    }

    [Fact]
    public void Table_DrawnAgain_HasEachColumnOnce()
    {
        var table = Table();

        table.Render(p => p.Add(t => t.Items, ["chiara"]));

        Assert.Equal(2, table.FindAll("thead th").Count);
        Assert.Equal(["chiara", "6"], table.FindAll("tbody td").Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void Table_InAnOrder_SaysSoAndLeadsToTheOther()
    {
        var table = Table();

        var name = table.Find("thead th");
        Assert.Equal("descending", name.GetAttribute("aria-sort"));
        Assert.Equal("/people?sort=name", name.QuerySelector("a")!.GetAttribute("href"));
        Assert.Null(table.FindAll("thead th")[1].QuerySelector("a"));
    }

    [Fact]
    public void Table_OnAPhone_NamesEachFactButTheName() =>
        Assert.Equal([null, "Length"], Table().FindAll("tbody tr:first-child td").Select(cell => cell.GetAttribute("data-label")));

    [Fact]
    public void Table_WithAChoice_TicksOneAndAll()
    {
        var choice = new ListChoice<string>(
            _chosen.Contains,
            EventCallback.Factory.Create<(string Row, bool On)>(this, ticked => _ = ticked.On ? _chosen.Add(ticked.Row) : _chosen.Remove(ticked.Row)),
            EventCallback.Factory.Create<bool>(this, _ => _chosen.UnionWith(Rows)),
            row => row);
        var table = Table(choice);

        table.Find("input[aria-label='Choose ben']").Change(true);
        Assert.Equal(["ben"], _chosen);

        table.Find("input[aria-label='Choose all on this page']").Change(true);
        Assert.Equal(2, _chosen.Count);
    }

    [Fact]
    public void Table_WithAChoice_SaysWhyARowCannotBeTicked_AndAllMeansTheOthers()
    {
        var choice = new ListChoice<string>(
            _chosen.Contains,
            EventCallback.Factory.Create<(string Row, bool On)>(this, ticked => _ = ticked.On ? _chosen.Add(ticked.Row) : _chosen.Remove(ticked.Row)),
            EventCallback.Factory.Create<bool>(this, _ => _chosen.Add("ada")),
            row => row)
        {
            WhyNot = row => row == "ben" ? "It is under way." : null,
        };
        var table = Table(choice);

        var ben = table.Find("input[aria-label='Choose ben']");
        Assert.True(ben.HasAttribute("disabled"));
        Assert.Equal("It is under way.", ben.GetAttribute("title"));
        table.Find("input[aria-label='Choose ada']").Change(true);
        table.Render();
        Assert.True(table.Find("input[aria-label='Choose all on this page']").HasAttribute("checked"));
    }

    [Fact]
    public void Table_WithGroups_HeadsEachOnce()
    {
        var table = Render<ListTable<string>>(p => p
            .Add(t => t.Items, ["ada", "ali", "ben"])
            .Add(t => t.KeyOf, row => row)
            .Add(t => t.Label, "People")
            .Add(t => t.GroupOf, row => row[0])
            .Add(t => t.GroupHeading, row => $"{row[0]}")
            .Add(t => t.Columns, Columns));

        Assert.Equal(["a", "b"], table.FindAll(".list-group").Select(head => head.TextContent.Trim()));
        Assert.Equal("2", table.Find(".list-group th").GetAttribute("colspan"));
        Assert.Equal(3, table.FindAll("tbody tr:not(.list-group)").Count);
    }

    [Fact]
    public void Table_WithMenus_DrawsOneForTheRowThatIsAskedAbout()
    {
        var table = WithMenus(Rows);
        Assert.Empty(table.FindAll(".menu-paper"));

        table.Find("button[aria-label='More for ada']").Click();
        Assert.Equal("Remove ada", table.Find(".menu-paper").TextContent);

        table.Find("button[aria-label='More for ben']").Click();
        Assert.Equal("Remove ben", Assert.Single(table.FindAll(".menu-paper")).TextContent);
        Assert.Equal(2, JSInterop.Invocations["hubMenu.open"].Count);
    }

    [Fact]
    public void Table_WhoseRowGoesWhileItsMenuIsOpen_TakesTheMenuAway()
    {
        var table = WithMenus(Rows);
        table.Find("button[aria-label='More for ada']").Click();

        table.Render(p => p.Add(t => t.Items, ["ben"]));

        Assert.Empty(table.FindAll(".menu-paper"));
    }

    [Fact]
    public void Table_RowsWithoutAMenu_HaveNoButtonForOne()
    {
        var table = WithMenus(Rows, hasMenu: row => row == "ben");

        Assert.Equal(["More for ben"], table.FindAll(".row-menu").Select(button => button.GetAttribute("aria-label")));
    }

    [Theory]
    [InlineData(1, 24, "")]
    [InlineData(1, 60, "1 2 3 Next")]
    [InlineData(3, 260, "Previous 1 2 3 4 5 Next")]
    [InlineData(11, 260, "Previous 7 8 9 10 11")]
    public void Pager_LeadsToThePagesAround(int number, int total, string links)
    {
        var pager = Render<Pager>(p => p.Add(x => x.Number, number).Add(x => x.Size, 25).Add(x => x.Total, total).Add(x => x.AddressOf, page => $"/people?page={page}"));

        Assert.Equal(links, string.Join(' ', pager.FindAll("a").Select(link => link.TextContent.Trim())));
    }

    private IRenderedComponent<ListTable<string>> Table(ListChoice<string>? choice = null) => Render<ListTable<string>>(p => p
        .Add(t => t.Items, Rows)
        .Add(t => t.KeyOf, row => row)
        .Add(t => t.Label, "People")
        .Add(t => t.Order, ("name", true))
        .Add(t => t.SortAddress, key => $"/people?sort={key}")
        .Add(t => t.Choice, choice)
        .Add(t => t.Columns, Columns));

    private IRenderedComponent<ListTable<string>> WithMenus(IReadOnlyList<string> rows, Func<string, bool>? hasMenu = null) => Render<ListTable<string>>(p => p
        .Add(t => t.Items, rows)
        .Add(t => t.KeyOf, row => row)
        .Add(t => t.Label, "People")
        .Add(t => t.MenuLabel, row => $"More for {row}")
        .Add(t => t.HasMenu, hasMenu)
        .Add(t => t.MenuItems, row => builder => builder.AddContent(0, $"Remove {row}"))
        .Add(t => t.Columns, Columns));

    private static RenderFragment Columns => builder =>
    {
        builder.AddContent(0, Column("Name", "name", isName: true, row => row));
        builder.AddContent(1, Column("Length", null, isName: false, row => row.Length.ToString(CultureInfo.InvariantCulture)));
    };

    private static RenderFragment Column(string title, string? sort, bool isName, Func<string, string> text) => builder =>
    {
        builder.OpenComponent<ListColumn<string>>(0);
        builder.AddComponentParameter(1, nameof(ListColumn<string>.Title), title);
        builder.AddComponentParameter(2, nameof(ListColumn<string>.Sort), sort);
        builder.AddComponentParameter(3, nameof(ListColumn<string>.IsName), isName);
        builder.AddComponentParameter(4, nameof(ListColumn<string>.ChildContent), (RenderFragment<string>)(row => inner => inner.AddContent(0, text(row))));
        builder.CloseComponent();
    };
}
