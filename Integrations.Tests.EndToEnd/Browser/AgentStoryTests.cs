using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>A person makes a token for an agent, chooses what it may do, and confirms a call of it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AgentStoryTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Person_GrantsAnAgent_ConfirmsItsCall_AndRevokesTheGrant()
    {
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await _hub.SandboxCredentialAsync("github", "api_key", "token") };
        await _hub.Services.GetRequiredService<IntegrationActions>().CreateOrganizationIntegrationAsync(admin, new CreateIntegration("github", "Company code", fields), CancellationToken.None);
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync("/tokens/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Claude");
        await page.GetByLabel("Only tools that I grant it, for an agent").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        var field = page.GetByLabel("Token", new() { Exact = true });
        await Expect(field).Not.ToBeEmptyAsync();
        var token = await field.InputValueAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();

        await page.GetByLabel("Search and read").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show actions of" }).ClickAsync();
        await page.GetByLabel("Create issue").CheckAsync();
        await window.InEveryLookAsync("agent-granted");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant", Exact = true }).ClickAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Claude" });
        await Expect(row).ToContainTextAsync("runs 1 action");

        await using var agent = await ConnectAsync(token);
        var found = await agent.CallToolAsync("search", new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = 1, ["entityTypes"] = new[] { "issue" } });
        var repository = found.StructuredContent!.Value.GetProperty("results")[0].GetProperty("vendorData")[0].GetProperty("metadata").GetProperty("container").GetString();
        var issue = new Dictionary<string, object?>(StringComparer.Ordinal) { ["repository"] = repository, ["title"] = "Asked for by an agent" };
        Assert.Contains("Waiting for approval", Said(await agent.CallToolAsync("company_code__create_issue", issue)), StringComparison.Ordinal);

        await window.GoAsync("/agents");
        var call = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Asked for by an agent" });
        await window.InEveryLookAsync("agent-call-waits");
        await call.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(call).ToContainTextAsync("Confirmed");
        Assert.NotEqual(true, (await agent.CallToolAsync("company_code__create_issue", issue)).IsError);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the grant of" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Revoke the grant", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Your token" })).ToContainTextAsync("Revoked");
        Assert.Equal(["list_connected"], (await agent.ListToolsAsync()).Select(tool => tool.Name));
        Assert.Empty(window.Complaints);
    }

    private async Task<McpClient> ConnectAsync(string token)
    {
        var http = _hub.Anonymous();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await McpClient.CreateAsync(new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(_hub.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp, EnableStandaloneGetStream = false }, http, ownsHttpClient: true));
    }

    private static string Said(CallToolResult answer) => answer.Content.OfType<TextContentBlock>().First().Text;
}
