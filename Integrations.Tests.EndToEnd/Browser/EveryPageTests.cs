using Integrations.Core.Actions;
using Integrations.Core.Agents;
using Integrations.Core.Bulk;
using Integrations.Core.Events;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>
/// Every page there is, in every appearance: nothing keeps people out, nothing scrolls sideways, nothing is complained about. A page
/// is opened once and looked at in all looks, because opening it costs more than looking. Pictures are kept for people.
/// </summary>
[Collection(EveryPageCollection.Name)]
public sealed class EveryPageTests(Chromium browser, HubApp hub)
{
    private const string Connected = "Company code";

    /// <summary>How much of what is seen may jump while a page is read, as browsers count it.</summary>
    private const double MostLayoutShift = 0.02;

    /// <summary>Pages that are reached only from outside or by a mistake; they are looked at under addresses of their own.</summary>
    private static readonly string[] Elsewhere = ["/error", "/not-found", "/connect/confirm", "/setup", "/oauth/consent"];

    /// <summary>Needs no one to sign in.</summary>
    private static readonly string[] Public = ["/account/sign-in", "/account/choose-password", "/connect/failed"];

    private static readonly string[] OfSuperAdministrators = ["/providers", "/provider-files", "/organizations", "/doctor", "/objectives", "/checklist"];

    [Fact, Proves("B5")]
    public async Task Pages_ForEverybody_AreOpenInEveryAppearance_AndBreakNoPolicy() =>
        await VisitAsync(null, [.. Public.Select(address => new SeenPage(address)), new("/account/choose-password?code=forged"), new("/connect/confirm?state=forged", "connect-confirm"), new("/error"), new("/not-found")]);

    [Fact, Proves("B5")]
    public async Task Pages_OfAnAdministrator_AreOpenInEveryAppearance_AndBreakNoPolicy() =>
        await VisitAsync("admin@acme.test", await PagesAsync());

    [Fact, Proves("B5")]
    public async Task Pages_OfASuperAdministrator_AreOpenInEveryAppearance_AndBreakNoPolicy() =>
        await VisitAsync("super@demo.test", [new("/"), .. Pages().Where(page => !page.Contains('{', StringComparison.Ordinal) && IsOfSuperAdministrators(page)).Select(page => new SeenPage(page)), new("/providers/google_calendar")]);

    [Fact]
    public async Task QuickSearch_FromAnyRoom_StreamsResultsAndIsKeyboardOnly()
    {
        await IntegrationAsync(await AdminAsync());
        await using var window = await browser.OpenAsync(hub);
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/catalog");

        await window.Page.Keyboard.PressAsync("Control+k");
        await window.Page.Keyboard.TypeAsync("api");
        // The last line of the palette, one up from the first.
        await Expect(window.Page.GetByRole(AriaRole.Option, new() { Name = "Search everything connected for 'api'" })).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("ArrowUp");
        await window.Page.Keyboard.PressAsync("Enter");

        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = Connected, Exact = true })).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[data-arrows] .row a").First).ToBeVisibleAsync();
        await window.Page.GetByLabel("Search for").FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(window.Page.Locator("[data-arrows] .row a").First).ToBeFocusedAsync();
    }

    private static bool IsOfSuperAdministrators(string page) => OfSuperAdministrators.Any(start => page.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The routes of all pages; a new page is looked at without anyone thinking of it.</summary>
    private static IEnumerable<string> Pages() => typeof(Program).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>())
        .Select(route => route.Template)
        .Except(Elsewhere, StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private async Task VisitAsync(string? email, IReadOnlyList<SeenPage> pages)
    {
        await using var window = await browser.OpenAsync(hub, 1440, 900);
        await window.CountLayoutShiftAsync();
        if (email is not null)
        {
            await window.SignInAsync(email);
        }

        var found = new List<string>();
        foreach (var page in pages)
        {
            await window.OpenAsync(page.Address);
            var shift = await window.LayoutShiftAsync();
            TestContext.Current.TestOutputHelper?.WriteLine($"layout shift: {shift:0.000} {page.Name}");
            if (shift > MostLayoutShift)
            {
                found.Add($"{page.Name}: layout shift {shift:0.000}");
            }

            found.AddRange(await window.LookedAtAsync($"page-{page.Name}"));
        }

        found.AddRange(window.Complaints);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    /// <summary>Everything that an administrator can open: pages without parameters by themselves, the others with something in them.</summary>
    private async Task<IReadOnlyList<SeenPage>> PagesAsync()
    {
        var admin = await AdminAsync();
        var integration = await IntegrationAsync(admin);
        var (webhook, delivery) = await WebhookAsync(admin);
        var meeting = (await hub.Services.GetRequiredService<MeetingService>().ListAsync(admin, new MeetingFilter(), new PageRequest(), CancellationToken.None)).Value.Items[0].Id;
        var person = (await hub.Services.GetRequiredService<PersonService>().ListAsync(admin, text: null, new PageRequest(), CancellationToken.None)).Value.Items[0].Id;
        var batch = (await hub.Services.GetRequiredService<BatchService>().StartAsync(admin, BatchAction.Test, [integration], CancellationToken.None)).Value.Id;
        var filled = new Dictionary<string, SeenPage[]>(StringComparer.Ordinal)
        {
            ["/catalog/{Key}"] = [new("/catalog/jira")],
            ["/integrations/{Id:guid}"] = [new($"/integrations/{integration}", "integration")],
            ["/integrations/{Id:guid}/{Tab}"] = [.. new[] { "connection", "settings", "search", "data", "actions", "links", "webhooks", "activity", "manage", "widgets" }.Select(tab => new SeenPage($"/integrations/{integration}/{tab}", $"integration-{tab}"))],
            ["/integrations/batches/{Id:guid}"] = [new($"/integrations/batches/{batch}", "batch")],
            ["/meetings/{Id:guid}"] = [new($"/meetings/{meeting}", "meeting")],
            ["/meetings/{Id:guid}/edit"] = [new($"/meetings/{meeting}/edit", "meeting-edit")],
            ["/members/{Id:guid}/integrations"] = [new($"/members/{await OwnerAsync()}/integrations", "member-integrations")],
            ["/people/{Id:guid}"] = [new($"/people/{person}", "person")],
            ["/people/{Id:guid}/edit"] = [new($"/people/{person}/edit", "person-edit")],
            ["/webhooks/{Id:guid}"] = [new($"/webhooks/{webhook}", "webhook")],
            ["/webhooks/{Id:guid}/edit"] = [new($"/webhooks/{webhook}/edit", "webhook-edit")],
            ["/webhooks/deliveries"] = [new("/webhooks/deliveries"), new($"/webhooks/deliveries?row={delivery}", "delivery")],
            ["/agents/grants/{ClientKey}"] = [new($"/agents/grants/{Uri.EscapeDataString(await ProgramAsync(admin, integration))}", "agent-grant")],
            ["/search"] = [new("/search"), new("/search?q=api", "search-results")],
        };
        var mine = Pages().Where(page => !IsOfSuperAdministrators(page) && !Public.Contains(page, StringComparer.Ordinal)).ToList();
        Assert.DoesNotContain(mine, page => page.Contains('{', StringComparison.Ordinal) && !filled.ContainsKey(page));
        return [.. mine.SelectMany(page => filled.GetValueOrDefault(page) ?? [new SeenPage(page)])];
    }

    private async Task<Caller> AdminAsync() => await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");

    /// <summary>A member who made an integration for themself.</summary>
    private async Task<Guid> OwnerAsync()
    {
        var user = await OAuthPerson.CallerOfAsync(hub.Services, "user@acme.test");
        var instances = hub.Services.GetRequiredService<InstanceService>();
        await instances.CreateAsync(user, new NewInstance("github", InstanceLevel.User, new InstanceChanges { Name = "My own GitHub" }), CancellationToken.None);
        return user.UserId!.Value;
    }

    /// <summary>A program that was granted something, and one of whose calls waits.</summary>
    private async Task<string> ProgramAsync(Caller admin, Guid integration)
    {
        var person = admin with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var made = (await hub.Services.GetRequiredService<ApiTokenService>().CreatePersonalAsync(person, new NewApiToken("Claude", TokenScopes.Mcp), CancellationToken.None)).Value;
        var client = CallerClient.OfToken(made.Row.Id, made.Row.Name);
        var offered = (await hub.Services.GetRequiredService<ActionService>().ListAsync(person, integration, CancellationToken.None)).Value;
        var granted = new AgentGrantedIntegration(integration, MayRead: true, [.. offered.Select((action, at) => new AgentGrantedAction(action.Name, at == 1 ? new string('0', 64) : AgentToolHash.Of(action)))]);
        await hub.Services.GetRequiredService<AgentGrantService>().GrantAsync(person, client.Key, new AgentGrantChanges([granted], TimeSpan.FromDays(30)) { MayLink = true }, CancellationToken.None);
        var standing = (await hub.Services.GetRequiredService<AgentAccess>().OpenAsync(admin with { Scopes = TokenScopes.Mcp, Client = client }, CancellationToken.None)).Value;
        var call = System.Text.Json.JsonElement.Parse("""{"repository":"acme/app","title":"Asked for by an agent"}""");
        var waiting = await hub.Services.GetRequiredService<AgentActions>().RunAsync(standing, integration, offered[0].Name, call, CancellationToken.None);
        Assert.Equal("agents.waiting_for_approval", waiting.Failure?.Code);
        return client.Key;
    }

    private async Task<(Guid Webhook, Guid Delivery)> WebhookAsync(Caller admin)
    {
        var webhooks = hub.Services.GetRequiredService<WebhookEndpointService>();
        var created = await webhooks.CreateAsync(admin, new() { Name = "Ops channel", Url = "https://ops.example/hook", Events = [EventTypes.SyncFailed] }, CancellationToken.None);
        return (created.Value.Endpoint.Id, (await webhooks.SendTestAsync(admin, created.Value.Endpoint.Id, CancellationToken.None)).Value);
    }

    private async Task<Guid> IntegrationAsync(Caller admin)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        if (await db.Instances.SingleOrDefaultAsync(i => i.Name == Connected) is { } known)
        {
            return known.Id;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await hub.SandboxCredentialAsync("github", "api_key", "token") };
        var created = await scope.ServiceProvider.GetRequiredService<IntegrationActions>()
            .CreateOrganizationIntegrationAsync(admin, new CreateIntegration("github", Connected, fields), CancellationToken.None);
        var values = new InstanceChanges { Name = "Sales mailbox", UserScoped = true };
        await scope.ServiceProvider.GetRequiredService<InstanceService>()
            .CreateAsync(admin, new NewInstance("microsoft_outlook", InstanceLevel.Organization, values), CancellationToken.None);
        return created.Value;
    }

    private sealed record SeenPage(string Address, string? Called = null)
    {
        public string Name => Called ?? (Address == "/" ? "dashboard" : Address.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-'));
    }
}
