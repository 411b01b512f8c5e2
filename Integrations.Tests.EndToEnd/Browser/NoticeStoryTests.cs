using System.Text.RegularExpressions;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Notices;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>From the bell to connecting again, and what a person chooses to be told.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NoticeStoryTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Admin_FollowsTheBell_AndConnectingAgainBeginsByItself()
    {
        await BreakAsync("Bell code");
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Notices: ", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/notices$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Notices", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Mark all as read" })).ToBeVisibleAsync();
        await window.InEveryLookAsync("notices");
        Assert.Empty(await window.ObstaclesAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "'Bell code' does not work any more. Connect again to go on." }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("Reconnect 'Bell code'")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/integrations/[0-9a-f-]+$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await window.PictureAsync("notice-reconnect");

        await window.GoAsync("/account/notices");
        await page.GetByRole(AriaRole.Group, new() { Name = "Weekly summary" }).GetByLabel("In the app").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("It holds for what comes from now on.")).ToBeVisibleAsync();
        await window.InEveryLookAsync("notice-ways");
        Assert.Empty(await window.ObstaclesAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task NoticeMarkedAsRead_LeavesListAndBellAtOnce()
    {
        await BreakAsync("Bell tests");
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        // With its list: what is counted below is not waited for.
        await window.OpenAsync("/notices");
        var bell = page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Notices", RegexOptions.None, TimeSpan.FromSeconds(1)) });
        var marks = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Mark as read: ", RegexOptions.None, TimeSpan.FromSeconds(1)) });

        while (await marks.CountAsync() is > 0 and var left)
        {
            await marks.First.ClickAsync();
            await Expect(marks).ToHaveCountAsync(left - 1);
        }

        await Expect(bell).ToHaveAccessibleNameAsync("Notices");
        Assert.Empty(window.Complaints);
    }

    private async Task BreakAsync(string name)
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await hub.SandboxCredentialAsync("github", "api_key", "token") };
        var id = (await hub.Services.GetRequiredService<IntegrationActions>().CreateOrganizationIntegrationAsync(admin, new CreateIntegration("github", name, fields), CancellationToken.None)).Value;
        await using (var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync())
        {
            await db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Revoked).SetProperty(c => c.LastError, "The token was revoked."));
            await db.Instances.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, InstanceStatus.Error));
        }

        await hub.Services.GetRequiredService<ConnectionNotices>().RunOnceAsync(CancellationToken.None);
        Assert.NotEqual(0, await hub.Services.GetRequiredService<NoticeService>().CountUnreadAsync(admin, CancellationToken.None));
    }
}
