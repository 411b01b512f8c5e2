using Bunit;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Linking;
using Microsoft.AspNetCore.Components.Web;

namespace Integrations.Tests.Linking;

public sealed class EntityLinksTests(CalendarBench bench) : ComponentContext, IClassFixture<CalendarBench>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Links_NothingYet_InvitesAndNamesTheSource()
    {
        bench.Serve(this, bench.Hub.User);

        var links = Show(await bench.MeetingAsync("Alone"));

        links.WaitForAssertion(() => Assert.Contains("Choose from Team calendar", links.Find(".empty-look").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Links_NothingConnected_LeadsToTheCatalog()
    {
        bench.Serve(this, bench.Hub.User);
        var person = (await bench.Hub.Get<PersonService>().CreateAsync(bench.Hub.User, new PersonDraft("Solo"), CancellationToken.None)).Value;

        var links = Render<EntityLinks>(p => p.Add(x => x.EntityType, EntityTypes.Person).Add(x => x.EntityId, person.Id));

        links.WaitForAssertion(() => Assert.Equal("/catalog", links.Find(".empty-look a").GetAttribute("href")), Patience);
    }

    [Fact, Proves("A1")]
    public async Task Links_OfAnotherOrganizationsMeeting_AreNotShown()
    {
        bench.Serve(this, bench.Hub.Stranger);

        var links = Show(await bench.MeetingAsync("Ours"));

        links.WaitForAssertion(() => Assert.Contains("no such meeting", links.Find(".failed-look").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(links.FindAll(".links-openers button"));
    }

    [Fact]
    public async Task Links_PickUnlinkUndo_FollowEachOther()
    {
        bench.Serve(this, bench.Hub.User);
        var links = Show(await bench.MeetingAsync("Weekly product sync"));

        links.WaitForElement(".links-openers button", Patience);
        await links.InvokeAsync(() => links.Find(".links-openers button").ClickAsync(new MouseEventArgs()));
        links.WaitForElement("[role=option]", Patience);
        await links.InvokeAsync(() => links.Find("[role=option]").ClickAsync(new MouseEventArgs()));
        links.WaitForElement("article", Patience);
        Assert.Empty(links.FindAll("aside"));

        await links.InvokeAsync(() => links.Find("button[aria-label^=Unlink]").ClickAsync(new MouseEventArgs()));
        links.WaitForAssertion(() => Assert.Empty(links.FindAll("article")), Patience);
        await links.InvokeAsync(() => links.Find(".links-message button").ClickAsync(new MouseEventArgs()));
        links.WaitForElement("article", Patience);
    }

    [Fact]
    public async Task Picker_ClosesByEscape_WhileTheKeyboardIsStillAtItsOpener_AndABoxThatIsGoneEndsNothing()
    {
        bench.Serve(this, bench.Hub.User);
        // What a browser says of an element that was removed while the call was on its way.
        JSInterop.SetupVoid("Blazor._internal.domWrapper.focus", _ => true).SetException(new Microsoft.JSInterop.JSException("Unable to focus an invalid element."));
        var links = Show(await bench.MeetingAsync("Quick fingers"));

        links.WaitForElement(".links-openers button", Patience);
        await links.InvokeAsync(() => links.Find(".links-openers button").ClickAsync(new MouseEventArgs()));
        links.WaitForElement("aside", Patience);
        await links.InvokeAsync(() => links.Find(".links-openers").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" }));

        links.WaitForAssertion(() => Assert.Empty(links.FindAll("aside")), Patience);
        await links.InvokeAsync(() => links.Find(".links-openers").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));
        Assert.Equal("false", links.Find(".links-openers button").GetAttribute("aria-expanded"));
    }

    private IRenderedComponent<EntityLinks> Show(MeetingDetails meeting) =>
        Render<EntityLinks>(p => p.Add(x => x.EntityType, EntityTypes.Meeting).Add(x => x.EntityId, meeting.Id).Add(x => x.Meeting, meeting));
}
