using Bunit;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Linking;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Linking;

public sealed class EventPickerTests(CalendarBench bench) : ComponentContext, IClassFixture<CalendarBench>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<EntityLinkView> _linked = [];
    private int _closed;

    [Fact]
    public async Task Picker_Opens_OnTheMeetingsDay_WithLikelyMatchesAndWhy()
    {
        var picker = await OpenAsync(await bench.MeetingAsync("Weekly product sync"));

        var likely = picker.Find("[role=group][aria-label='Likely matches'] [role=option]");
        Assert.Contains("same time, same title, 1 of 2 attendees", likely.TextContent, StringComparison.Ordinal);
        Assert.Contains("10:00 – 10:30", likely.TextContent, StringComparison.Ordinal);
        Assert.Contains("by ada@acme.test", likely.TextContent, StringComparison.Ordinal);
        Assert.Contains("Join at meet.google.com", likely.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{bench.Ten.Day}", picker.Find(".week-day[aria-pressed=true] strong").TextContent);
    }

    [Fact]
    public async Task Picker_ArrowAndEnter_LinkTheChoice()
    {
        var meeting = await bench.MeetingAsync("Weekly product sync");
        var picker = await OpenAsync(meeting);

        await picker.InvokeAsync(() => picker.Find("aside").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" }));
        Assert.Equal("choice-0", picker.Find("[role=combobox]").GetAttribute("aria-activedescendant"));
        await picker.InvokeAsync(() => picker.Find("aside").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));

        picker.WaitForAssertion(() => Assert.Single(_linked), Patience);
        var stored = await bench.Hub.Get<LinkService>().GetEntityIntegrationLinksAsync(bench.Hub.User, "Meeting", meeting.Id, CancellationToken.None);
        Assert.Equal("Weekly product sync", Assert.Single(stored.Value).External.Title);
    }

    [Fact, Proves("B8")]
    public async Task Picker_TwoClicksAtOnce_LinkOnce()
    {
        var meeting = await bench.MeetingAsync("Weekly product sync");
        var picker = await OpenAsync(meeting);

        // Both in the renderer's own turn, so that the option is not drawn anew between being found and being clicked.
        var second = await picker.InvokeAsync(async () =>
        {
            var option = picker.Find("[role=option]");
            var first = option.ClickAsync(new MouseEventArgs());
            // The first click may have drawn it anew by now; a browser drops a click on what is no longer there too.
            var failed = await Record.ExceptionAsync(() => option.ClickAsync(new MouseEventArgs()));
            await first;
            return failed;
        });

        Assert.True(second is null or Bunit.Rendering.UnknownEventHandlerIdException, second?.ToString());

        picker.WaitForAssertion(() => Assert.Single(_linked), Patience);
    }

    [Fact]
    public async Task Picker_LinkedEvent_IsMarkedAndNotOfferedAgain()
    {
        var meeting = await bench.MeetingAsync("Weekly product sync");
        var first = await OpenAsync(meeting);
        await first.InvokeAsync(() => first.Find("[role=option]").ClickAsync(new MouseEventArgs()));
        first.WaitForAssertion(() => Assert.Single(_linked), Patience);

        var picker = await OpenAsync(meeting, links: [.. _linked]);
        Assert.Equal("true", picker.Find("[role=option]").GetAttribute("aria-disabled"));
        await picker.InvokeAsync(() => picker.Find("[role=option]").ClickAsync(new MouseEventArgs()));
        Assert.Single(_linked);
    }

    [Fact]
    public async Task Picker_Typing_SearchesAroundTheMeeting_WithoutSuggestions()
    {
        var picker = await OpenAsync(await bench.MeetingAsync("Weekly product sync"));

        await picker.InvokeAsync(() => picker.Find("[role=combobox]").InputAsync("retro"));

        picker.WaitForAssertion(
            () =>
            {
                Assert.All(picker.FindAll("[role=option]"), option => Assert.Contains("retro", option.TextContent, StringComparison.OrdinalIgnoreCase));
                Assert.NotEmpty(picker.FindAll("[role=option]"));
                Assert.Empty(picker.FindAll("[aria-label='Likely matches']"));
            },
            Patience);
    }

    [Fact]
    public async Task Picker_TextThatNothingHas_SaysSo()
    {
        var picker = await OpenAsync(await bench.MeetingAsync("Weekly product sync"));

        await picker.InvokeAsync(() => picker.Find("[role=combobox]").InputAsync("zebra parade"));

        picker.WaitForAssertion(() => Assert.Contains("No event matches 'zebra parade'", picker.Find(".empty-look").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Picker_List_ShowsTheWholeWeek()
    {
        var picker = await OpenAsync(await bench.MeetingAsync("Weekly product sync"));
        var week = picker.FindAll("[role=option]").Count;

        // Found and pressed in one turn: what still loads draws the buttons anew in between.
        await picker.InvokeAsync(() => picker.FindAll(".picker-views button")[1].Click());

        Assert.True(picker.FindAll("[role=option]").Count > week);
        Assert.Empty(picker.FindAll(".week"));
    }

    [Fact]
    public async Task Picker_Escape_Closes()
    {
        var picker = await OpenAsync(await bench.MeetingAsync("Weekly product sync"));

        await picker.InvokeAsync(() => picker.Find("aside").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" }));

        Assert.Equal(1, _closed);
    }

    [Fact, Proves("B1")]
    public async Task Picker_OfSomebodyWhoMayOnlyRead_ShowsTheRefusal()
    {
        var picker = await OpenAsync(await bench.MeetingAsync("Weekly product sync"), bench.Hub.User with { Scopes = TokenScopes.Read });

        await picker.InvokeAsync(() => picker.Find("[role=option]").ClickAsync(new MouseEventArgs()));

        picker.WaitForAssertion(() => Assert.Contains("only read", picker.Find(".failed-look").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(_linked);
    }

    [Fact]
    public async Task Picker_OneSourceBroken_ShowsItsReasonAndTheOthersEvents()
    {
        var broken = await OAuthPerson.ConnectAsync(bench.Hub.Services, bench.Hub.Admin, "google_calendar", SandboxAccounts.Ada, name: "Broken calendar");
        await bench.Hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == broken).ExecuteUpdateAsync(c => c.SetProperty(x => x.Ciphertext, "nobody can read this")));
        try
        {
            var picker = await OpenAsync(await bench.MeetingAsync("Weekly product sync"));

            picker.WaitForAssertion(() => Assert.Equal($"/integrations/{broken}", picker.Find(".failed-look a").GetAttribute("href")), Patience);
            Assert.NotEmpty(picker.FindAll("[role=option]"));
        }
        finally
        {
            await bench.Hub.Get<Core.Management.InstanceService>().DeleteAsync(bench.Hub.Admin, broken, CancellationToken.None);
        }
    }

    private async Task<IRenderedComponent<EventPicker>> OpenAsync(MeetingDetails meeting, Caller? caller = null, IReadOnlyList<EntityLinkView>? links = null)
    {
        if (_linked.Count == 0 && links is null)
        {
            bench.Serve(this, caller ?? bench.Hub.User);
        }

        var sources = await bench.SourcesAsync();
        var picker = Render<EventPicker>(p => p
            .Add(x => x.EntityType, EntityTypes.Meeting)
            .Add(x => x.EntityId, meeting.Id)
            .Add(x => x.Meeting, meeting)
            .Add(x => x.Sources, sources)
            .Add(x => x.Links, links ?? [])
            .Add(x => x.OnLinked, _linked.Add)
            .Add(x => x.OnClose, () => _closed++));
        picker.WaitForElement("[role=option]", Patience);
        return picker;
    }
}
