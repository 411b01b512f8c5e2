using Bunit;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Meetings;

namespace Integrations.Tests.Linking;

/// <summary>Below an event that was made from a meeting: linked once, taken back and made again as links are.</summary>
public sealed class MadeEventLinkTests(CalendarBench bench) : ComponentContext, IClassFixture<CalendarBench>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Link_IsTakenBack_AndMadeAgain()
    {
        bench.Serve(this, bench.Hub.User);
        var linking = bench.Hub.Get<LinkService>();
        var meeting = await bench.MeetingAsync("Made here");
        var made = new ExternalEntity("primary/made-here", "event", "Made here", null, null);
        var request = new LinkRequest(EntityTypes.Meeting, meeting.Id, bench.Calendar, made.Id) { Copy = made };
        var shown = Render<MadeEventLink>(parameters => parameters.Add(m => m.Request, request).Add(m => m.Outcome, linking.LinkEntityToIntegrationAsync(bench.Hub.User, request, None).GetAwaiter().GetResult()));

        Assert.Equal($"/meetings/{meeting.Id}", shown.Find("a").GetAttribute("href"));
        await shown.Find("button").ClickAsync(new());
        shown.WaitForAssertion(() => Assert.Equal("Link", shown.Find("button").TextContent.Trim()));
        Assert.Empty(await LinksAsync(meeting.Id));

        await shown.Find("button").ClickAsync(new());
        shown.WaitForAssertion(() => Assert.Equal("Unlink", shown.Find("button").TextContent.Trim()));
        Assert.Single(await LinksAsync(meeting.Id));
    }

    [Fact]
    public async Task LinkThatWasRefused_SaysWhy_AndIsTriedAgain()
    {
        bench.Serve(this, bench.Hub.User);
        var meeting = await bench.MeetingAsync("Refused at first");
        var made = new ExternalEntity("primary/refused", "event", "Refused at first", null, null);
        var request = new LinkRequest(EntityTypes.Meeting, meeting.Id, bench.Calendar, made.Id) { Copy = made };
        var shown = Render<MadeEventLink>(parameters => parameters.Add(m => m.Request, request).Add(m => m.Outcome, InstanceFailures.Disabled));

        Assert.Contains(InstanceFailures.Disabled.Message, shown.Find("p").TextContent, StringComparison.Ordinal);
        await shown.Find("button").ClickAsync(new());

        shown.WaitForAssertion(() => Assert.Equal("Unlink", shown.Find("button").TextContent.Trim()));
        Assert.Single(await LinksAsync(meeting.Id));
    }

    private async Task<IReadOnlyList<EntityLinkView>> LinksAsync(Guid meeting) =>
        (await bench.Hub.Get<LinkService>().GetEntityIntegrationLinksAsync(bench.Hub.User, EntityTypes.Meeting, meeting, None)).Value;
}
