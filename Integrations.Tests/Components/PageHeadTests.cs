using Bunit;
using Integrations.Web.Components.Shared;
using Radzen.Blazor;

namespace Integrations.Tests.Components;

public sealed class PageHeadTests : BunitContext
{
    [Fact]
    public void PageHead_WithPurpose_SaysWhatThePageIsFor()
    {
        var head = Render<PageHead>(head => head.Add(p => p.Title, "Catalog").Add(p => p.Purpose, "What can be connected."));

        head.Find("h1").MarkupMatches("<h1 tabindex=\"-1\"><bdi>Catalog</bdi></h1>");
        Assert.Equal("What can be connected.", head.Find(".purpose").TextContent);
    }

    [Fact]
    public void PageHead_WithARadzenButtonAsAction_HearsItsClick()
    {
        var clicks = 0;
        JSInterop.Mode = JSRuntimeMode.Loose;

        var head = Render<PageHead>(head => head
            .Add(p => p.Title, "Catalog")
            .Add<RadzenButton>(p => p.Action, button => button.Add(b => b.Text, "Connect").Add(b => b.Click, () => clicks++)));
        head.Find("button").Click();

        Assert.Equal(1, clicks);
    }
}
