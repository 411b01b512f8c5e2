using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Sandbox;
using Integrations.Tests.EndToEnd.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>What the first people of a hub do, in a browser, from the one-time address to a meeting that is linked.</summary>
/// <param name="browser">The test run's.</param>
/// <param name="origin">Where people reach the hub.</param>
internal sealed class FirstRunStory(Chromium browser, Uri origin)
{
    public const string Administrator = "ada@first.example";
    public const string Member = "noor@first.example";
    public const string Password = "seven quiet otters at noon";

    /// <summary>An event that every account of the sandbox has.</summary>
    public const string Meeting = "Weekly product sync";

    /// <summary>Of both people, from the set-up page to the linked meeting.</summary>
    public int Clicks { get; private set; }

    /// <summary>Makes the first account and organization, and goes through the checklist: the OAuth client of the calendar is entered and tried.</summary>
    public async Task SetUpAsync(Uri link)
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await page.GotoAsync(link.ToString());
        await page.GetByLabel("Your name").FillAsync("Ada Administrator");
        await page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync(Administrator);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("The same again").FillAsync(Password);
        await page.GetByLabel("Name of the organization").FillAsync("First Organization");
        await window.PictureAsync("first-run-setup");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up the hub" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on to the checklist" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Checklist", Exact = true }).GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await window.PictureAsync("first-run-checklist");
        await EnterClientAsync(page);
        await TryClientAsync(window);
        Clicks += window.Clicks;
        Assert.Empty(window.Complaints);
    }

    /// <summary>The administrator signs in again and invites a member.</summary>
    /// <returns>The member's link.</returns>
    public async Task<Uri> InviteAsync()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await SignInAsync(page, Administrator);
        await page.GetByRole(AriaRole.Link, new() { Name = "Members", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Invite", Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Noor Member");
        await page.GetByLabel("E-mail address").FillAsync(Member);
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        var link = page.GetByLabel("Link", new() { Exact = true });
        await Expect(link).Not.ToBeEmptyAsync();
        Clicks += window.Clicks;
        Assert.Empty(window.Complaints);
        return new Uri(await link.InputValueAsync());
    }

    /// <summary>The member chooses a password, writes a meeting down, connects their calendar, and links the event.</summary>
    public async Task LinkAsync(Uri invitation)
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await page.GotoAsync(invitation.ToString());
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByLabel("The same again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New meeting" }).First.ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync(Meeting);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Meeting })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        // Back at the meeting, the calendar is open beside it.
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search events" }).FillAsync(Meeting);
        await page.GetByRole(AriaRole.Option).Filter(new() { HasText = Meeting }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = Meeting })).ToBeVisibleAsync();
        await window.PictureAsync("first-run-linked");
        Clicks += window.Clicks;
        Assert.Empty(window.Complaints);
    }

    /// <summary>The page of the linked meeting, as the member sees it.</summary>
    public async Task SeesTheLinkAsync()
    {
        await using var window = await OpenAsync();
        await SignInAsync(window.Page, Member);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = Meeting }).First.ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Article, new() { Name = Meeting })).ToBeVisibleAsync();
    }

    /// <summary>An external caller with a token of the member's reads the event that the meeting is linked to.</summary>
    /// <returns>The integration and the event.</returns>
    public static async Task<(string Integration, string Event)> ReadsAsync(HttpClient caller)
    {
        using var token = await caller.PostAsJsonAsync(new Uri("/api/auth/token", UriKind.Relative), new { email = Member, password = Password });
        Assert.True(token.IsSuccessStatusCode, await token.Content.ReadAsStringAsync());
        var bearer = (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);

        using var searched = await caller.PostAsJsonAsync(new Uri("/api/integrations/search", UriKind.Relative), new { query = Meeting, limit = 5 });
        var found = await searched.Content.ReadAsStringAsync();
        Assert.True(searched.IsSuccessStatusCode, found);
        using var results = JsonDocument.Parse(found);
        var hit = results.RootElement.GetProperty("results").EnumerateArray().First();
        var (integration, id) = (hit.GetProperty("integrationId").GetString()!, hit.GetProperty("id").GetString()!);

        using var read = await caller.GetAsync(new Uri($"/api/integrations/{integration}/entities/{Uri.EscapeDataString(id)}", UriKind.Relative));
        var entity = (await read.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("entity");
        Assert.Equal(id, entity.GetProperty("id").GetString());
        Assert.Equal(Meeting, entity.GetProperty("title").GetString());
        return (integration, id);
    }

    private static async Task EnterClientAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Enter client: Google Calendar" }).ClickAsync();
        var client = SandboxClients.For("google_calendar");
        await page.GetByLabel("Client id").FillAsync(client.ClientId);
        await page.GetByLabel("Client secret").FillAsync(client.ClientSecret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save OAuth client" }).ClickAsync();
        await Expect(page.GetByText("An OAuth client is set up").First).ToBeVisibleAsync();
    }

    private static async Task TryClientAsync(BrowserPage window)
    {
        var page = window.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the checklist" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it: Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Try it" }).Filter(new() { HasText = "Google Calendar" })).ToContainTextAsync("gave a token");
        await window.PictureAsync("first-run-client-tried");
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GotoAsync("/account/sign-in");
        await FillSignInAsync(page, email);
    }

    private static async Task FillSignInAsync(IPage page, string email)
    {
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
    }

    private async Task<BrowserPage> OpenAsync()
    {
        var window = await browser.OpenAsync(origin, takesAnyCertificate: true);
        window.Page.SetDefaultTimeout(60_000);
        await window.CountClicksAsync();
        return window;
    }
}
