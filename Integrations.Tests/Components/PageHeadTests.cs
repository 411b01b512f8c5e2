using Bunit;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;
using MudBlazor;

namespace Integrations.Tests.Components;

public sealed class PageHeadTests : ComponentContext
{
    [Fact]
    public void PageHead_WithPurpose_SaysWhatThePageIsFor()
    {
        var head = Render<PageHead>(head => head.Add(p => p.Title, "Catalog").Add(p => p.Purpose, "What can be connected."));

        head.Find("h1").MarkupMatches("<h1 tabindex=\"-1\"><bdi>Catalog</bdi></h1>");
        Assert.Equal("What can be connected.", head.Find(".purpose").TextContent);
    }

    [Fact]
    public void PageHead_WithAButtonAsAction_HearsItsClick()
    {
        var clicks = 0;
        var head = Render<PageHead>(head => head
            .Add(p => p.Title, "Catalog")
            .Add<MudButton>(p => p.Action, button => button.AddChildContent("Connect").Add(b => b.OnClick, () => clicks++)));
        head.Find("button").Click();

        Assert.Equal(1, clicks);
    }
}
