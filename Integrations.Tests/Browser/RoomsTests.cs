using Deque.AxeCore.Playwright;
using Integrations.Core.Common;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.Browser;

/// <summary>Every room of an administrator, in every look: nothing keeps people out, nothing scrolls sideways, nothing is complained about.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RoomsTests(Infrastructure.Browser browser, HubApp hub)
{
    private const string Connected = "Company code";

    [Theory]
    [InlineData("light", ColorScheme.Light, 1280)]
    [InlineData("dark", ColorScheme.Dark, 1280)]
    [InlineData("phone", ColorScheme.Light, 360)]
    public async Task Rooms_InEveryLook_AreOpenToEverybody(string look, ColorScheme scheme, int width)
    {
        var id = await IntegrationAsync();
        await using var window = await browser.OpenAsync(hub, width, height: 900, scheme: scheme);
        await window.SignInAsync("admin@acme.test");
        var found = new List<string>();
        foreach (var (name, address) in Rooms(id))
        {
            await window.GoAsync(address);
            await Expect(window.Page.Locator(".skeleton")).ToHaveCountAsync(0);
            await Expect(window.Page.Locator("main .spin")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
            await window.PictureAsync($"room-{name}-{look}");
            var axe = await window.Page.RunAxe();
            found.AddRange(axe.Violations.Select(violation => $"{name}: {violation.Id}: {violation.Nodes[0].Html}"));
            if (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width)
            {
                found.Add($"{name}: scrolls sideways");
            }
        }

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task QuickSearch_FromAnyRoom_StreamsResultsAndIsKeyboardOnly()
    {
        await IntegrationAsync();
        await using var window = await browser.OpenAsync(hub);
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/catalog");

        await window.Page.Keyboard.PressAsync("Control+k");
        await window.Page.Keyboard.TypeAsync("api");
        await window.Page.Keyboard.PressAsync("Enter");

        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = Connected, Exact = true })).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[data-arrows] .row a").First).ToBeVisibleAsync();
        await window.Page.GetByLabel("Search for").FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(window.Page.Locator("[data-arrows] .row a").First).ToBeFocusedAsync();
    }

    private static IEnumerable<(string Name, string Address)> Rooms(Guid id) =>
    [
        ("dashboard", "/"),
        ("catalog", "/catalog"),
        ("provider", "/catalog/jira"),
        ("integrations", "/integrations"),
        ("integration", $"/integrations/{id}"),
        ("connection", $"/integrations/{id}/connection"),
        ("settings", $"/integrations/{id}/settings"),
        ("search-one", $"/integrations/{id}/search"),
        ("data", $"/integrations/{id}/data"),
        ("actions", $"/integrations/{id}/actions"),
        ("links", $"/integrations/{id}/links"),
        ("instance-webhooks", $"/integrations/{id}/webhooks"),
        ("instance-activity", $"/integrations/{id}/activity"),
        ("connections", "/connections"),
        ("search", "/search?q=api"),
        ("activity", "/activity"),
        ("audit", "/audit"),
        ("templates", "/templates"),
    ];

    private async Task<Guid> IntegrationAsync()
    {
        await using var scope = hub.Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var admin = await db.Users.SingleAsync(u => u.Email == "admin@acme.test");
        if (await db.Instances.SingleOrDefaultAsync(i => i.Name == Connected) is { } known)
        {
            return known.Id;
        }

        var caller = new Caller(admin.Id, admin.OrganizationId, admin.Role) { DisplayName = admin.Email! };
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await hub.SandboxCredentialAsync("github", "api_key", "token") };
        var created = await scope.ServiceProvider.GetRequiredService<IntegrationActions>()
            .CreateOrganizationIntegrationAsync(caller, new CreateIntegration("github", Connected, fields), CancellationToken.None);
        var values = new InstanceChanges { Name = "Sales mailbox", UserScoped = true };
        await scope.ServiceProvider.GetRequiredService<InstanceService>()
            .CreateAsync(caller, new NewInstance("microsoft_outlook", InstanceLevel.Organization, values), CancellationToken.None);
        return created.Value;
    }
}
