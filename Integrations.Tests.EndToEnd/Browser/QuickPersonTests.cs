using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>A person who is quicker than the page loses no click and no letter.</summary>
[Collection(BrowserCollection.Name)]
public sealed class QuickPersonTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Form_FilledAndSentBeforeTheCircuitListens_IsSentOnce_WithAllOfIt()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        var circuit = await OpenBeforeTheCircuitAsync(page, "/meetings/new");

        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Quick review");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Until" }).FillAsync("11:45");
        await page.GetByLabel("Notes").FillAsync("Typed before anything listened.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).DblClickAsync();
        await Expect(page.Locator(".shell[data-interactive=soon]")).ToHaveCountAsync(1);
        circuit.SetResult();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Quick review", Level = 1 })).ToBeVisibleAsync();
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var meeting = Assert.Single(await db.Meetings.Where(m => m.Title == "Quick review").ToListAsync());
        Assert.Equal("Typed before anything listened.", meeting.Notes);
        Assert.Equal(TimeSpan.FromMinutes(105), meeting.EndsAt - meeting.StartsAt);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Button_PressedBeforeTheCircuitListens_IsHeard()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First.ClickAsync();
        await page.WaitForURLAsync("**/meetings/*-*");
        var circuit = await OpenBeforeTheCircuitAsync(page, page.Url);

        await page.GetByRole(AriaRole.Button, new() { Name = "Connect Google Calendar" }).ClickAsync();
        await Expect(page.Locator(".shell[data-interactive=soon]")).ToHaveCountAsync(1);
        circuit.SetResult();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Allow" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Heading_GetsTheFocusOfANewPage_ButTakesItFromNoField()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Meetings", Level = 1 })).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "New meeting" }).First.ClickAsync();
        var title = page.GetByLabel("Title", new() { Exact = true });
        await Expect(title).ToBeFocusedAsync();
        // As the circuit asks for it, a round trip after the page.
        await page.EvaluateAsync("() => hubFocusOnArrival('h1')");
        Assert.True(await title.EvaluateAsync<bool>("field => field === document.activeElement"));

        // A field beside the content has it when a person went there with Tab.
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("""
            () => {
              const field = document.body.appendChild(document.createElement("input"));
              field.focus();
              hubFocusOnArrival("h1");
              return field === document.activeElement;
            }
            """));
    }

    /// <summary>Holds the script back that starts the circuit, so that the page stays as the server drew it.</summary>
    /// <returns>Lets the circuit come.</returns>
    private static async Task<TaskCompletionSource> OpenBeforeTheCircuitAsync(IPage page, string address)
    {
        var circuit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/_framework/blazor.web*.js", async script =>
        {
            await circuit.Task;
            await script.ContinueAsync();
        });
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        return circuit;
    }
}
