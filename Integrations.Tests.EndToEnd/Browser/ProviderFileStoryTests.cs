using System.Text;
using System.Text.Json.Nodes;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>A super administrator adds a system that the hub does not know, as a file, and an organization connects it. A hub of its own, whose catalog changes.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ProviderFileStoryTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task AFile_IsChecked_Approved_InTheCatalog_Replaced_AndTakenBack()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("super@demo.test");
        await window.GoAsync("/providers");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add from a file" }).ClickAsync();

        await ChooseAsync(page, "{\n  \"key\": \"Team Tasks\",\n  \"displayName\": \"Team Tasks\"\n}");
        var wrong = page.GetByRole(AriaRole.Table, new() { Name = "What is wrong" });
        await Expect(wrong.GetByRole(AriaRole.Row).Filter(new() { HasText = "$.key" })).ToContainTextAsync("2");
        await window.InEveryLookAsync("provider-file-wrong");

        await ChooseAsync(page, File());
        var add = page.GetByRole(AriaRole.Button, new() { Name = "Add Team Tasks" });
        await Expect(add).ToBeDisabledAsync();
        await ApproveAsync(page, "api.todoist.com", "todoist.com");
        await window.InEveryLookAsync("provider-file");
        await add.ClickAsync();

        await window.ArriveAtAsync("/providers/team_tasks");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Files" })).ToContainTextAsync("In force");

        await window.GoAsync("/provider-files/new");
        await ChooseAsync(page, File(file => file["api"]!["actions"]!.AsArray().RemoveAt(0)));
        await Expect(page.GetByText("Actions that end")).ToBeVisibleAsync();
        await ApproveAsync(page, "api.todoist.com", "todoist.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace file 1" }).ClickAsync();
        await window.ArriveAtAsync("/providers/team_tasks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take file 1 again" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take file 2 again" })).ToBeVisibleAsync();
        await window.InEveryLookAsync("provider-files");
        Assert.Empty(await window.ObstaclesAsync());

        await using var office = await browser.OpenAsync(_hub);
        await office.SignInAsync("admin@acme.test");
        await office.GoAsync("/catalog/team_tasks");
        await Expect(office.Page.GetByRole(AriaRole.Heading, new() { Name = "Team Tasks", Level = 1 })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
        Assert.Empty(office.Complaints);
    }

    private static async Task ApproveAsync(IPage page, params string[] hosts)
    {
        foreach (var host in hosts)
        {
            await page.GetByRole(AriaRole.Checkbox, new() { Name = host, Exact = true }).CheckAsync();
        }
    }

    private static Task ChooseAsync(IPage page, string json) => page.GetByLabel("Provider file (*.provider.json)")
        .SetInputFilesAsync(new FilePayload { Name = "team_tasks.provider.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(json) });

    private static string File(Action<JsonObject>? change = null)
    {
        var path = Path.Combine(Repository.Root(), "Integrations.Connectors/Declarative/Providers/todoist.provider.json");
        var file = JsonNode.Parse(System.IO.File.ReadAllText(path))!.AsObject();
        (file["key"], file["displayName"]) = ("team_tasks", "Team Tasks");
        change?.Invoke(file);
        return file.ToJsonString();
    }
}
