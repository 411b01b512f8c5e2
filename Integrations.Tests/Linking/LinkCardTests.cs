using System.Text.Json.Nodes;
using Bunit;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Linking;
using Microsoft.AspNetCore.Components.Web;

namespace Integrations.Tests.Linking;

public sealed class LinkCardTests : ComponentContext
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

    [Fact, Proves("I14")]
    public void Card_OfAnEvent_ShowsTimeOrganizerAndJoin()
    {
        var card = Render<LinkCard>(p => p.Add(x => x.Link, Link("https://meet.example/abc")));

        Assert.Contains("Wed 4 Mar, 10:00 – 10:30", card.Markup, StringComparison.Ordinal);
        Assert.Contains("by ada@acme.test", card.Markup, StringComparison.Ordinal);
        var join = card.Find("a.mud-button-root");
        Assert.Equal(("https://meet.example/abc", "noopener noreferrer"), (join.GetAttribute("href"), join.GetAttribute("rel")));
        Assert.Contains("Calendar, Team calendar", card.Markup, StringComparison.Ordinal);
    }

    [Theory, Proves("I14")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//evil.example")]
    public void Card_AddressThatIsNoWebAddress_IsNoLink(string address)
    {
        Assert.Empty(Render<LinkCard>(p => p.Add(x => x.Link, Link(address))).FindAll("a.mud-button-root"));
    }

    [Fact, Proves("I14")]
    public void Card_MarkupInATitle_IsShownAsText()
    {
        var link = Link(null);
        var card = Render<LinkCard>(p => p.Add(x => x.Link, link with { External = link.External with { Title = "<img src=x onerror=alert(1)>" } }));

        Assert.Empty(card.FindAll("img"));
        Assert.Equal("<img src=x onerror=alert(1)>", card.Find("h3").TextContent.Trim());
    }

    [Fact]
    public void Card_Times_AreInThePersonsZone()
    {
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

        var card = Render<LinkCard>(p => p.Add(x => x.Link, Link(null)).AddCascadingValue(tokyo));

        Assert.Contains("Wed 4 Mar, 19:00 – 19:30", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_OfSomethingGone_SaysSince()
    {
        var card = Render<LinkCard>(p => p.Add(x => x.Link, Link(null) with { IsGone = true }));

        Assert.Contains("no longer in Calendar", card.Find(".note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_Unlink_NamesItsObjectAndActsOnce()
    {
        var unlinked = 0;
        var card = Render<LinkCard>(p => p.Add(x => x.Link, Link(null) with { IntegrationIsGone = true }).Add(x => x.OnUnlink, () => unlinked++));

        var button = card.Find("button");
        Assert.Equal("Unlink 'Weekly product sync'", button.GetAttribute("aria-label"));
        await button.ClickAsync(new MouseEventArgs());

        Assert.Equal(1, unlinked);
    }

    private static EntityLinkView Link(string? join) => new(
        Guid.CreateVersion7(), EntityTypes.Meeting, Guid.CreateVersion7(), Guid.CreateVersion7(), "Team calendar", false,
        new ProviderAppearance("calendar", "Calendar", "calendar", "#1a66c2"),
        new ExternalEntity("1", "event", "Weekly product sync", null, "https://calendar.example/1")
        {
            Metadata = new JsonObject
            {
                [EntityFields.Start] = Ten.ToString("O"),
                [EntityFields.End] = Ten.AddMinutes(30).ToString("O"),
                [EntityFields.Organizer] = "ada@acme.test",
                [EntityFields.JoinUrl] = join,
            },
        },
        false, false, Ten, Ten);
}
