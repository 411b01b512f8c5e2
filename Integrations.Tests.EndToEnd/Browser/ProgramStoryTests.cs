using Integrations.Tests.Api.Auth;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator registers a program; a person lets it in, in a real browser, and ends it again.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ProgramStoryTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();
    private readonly TaskCompletionSource<string> _code = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _program = null!;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _program = builder.Build();
        _program.MapGet("/callback", (HttpContext context) =>
        {
            _code.TrySetResult(context.Request.Query["code"].ToString());
            return "The program has its code.";
        });
        // The browser asks each site for its picture.
        _program.MapGet("/favicon.ico", () => Results.NoContent());
        await _program.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Person_LetsAProgramIn_TheBrowserGoesOnToIt_AndSignsItOutAgain()
    {
        var redirect = _program.Urls.First() + "/callback";
        await using var office = await browser.OpenAsync(_hub);
        await office.SignInAsync("admin@acme.test");
        await office.GoAsync("/programs/new");
        await office.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Desk assistant");
        await office.Page.GetByLabel("Addresses to send people back to").FillAsync("http://127.0.0.1/callback");
        await office.InEveryLookAsync("program-new");
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Register program" }).ClickAsync();
        var field = office.Page.GetByLabel("Client id", new() { Exact = true });
        await Expect(field).Not.ToBeEmptyAsync();
        var program = new OAuthProgram(_hub, await field.InputValueAsync(), redirect);
        await office.GoAsync("/programs");
        await Expect(office.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Desk assistant" })).ToContainTextAsync("Active");
        await office.InEveryLookAsync("programs");

        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await page.GotoAsync(new Uri(_hub.Address, program.Authorize()).AbsoluteUri);
        await page.GetByLabel("E-mail address").FillAsync("user@acme.test");
        await page.GetByLabel("Password").FillAsync(Core.Demo.DemoOptions.DefaultPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Desk assistant").First).ToBeVisibleAsync();
        foreach (var (name, theme, width) in new[] { ("dark", "dark", 1280), ("phone", "light", 360), ("light", "light", 1280) })
        {
            await window.PutOnAsync(theme, width);
            await window.PictureAsync($"program-consent-{name}");
            Assert.Empty(await window.ObstaclesAsync());
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Let it in" }).ClickAsync();

        await Expect(page.GetByText("The program has its code.")).ToBeVisibleAsync();
        var answer = await program.ExchangeAsync(await _code.Task);
        Assert.Equal(System.Net.HttpStatusCode.OK, await program.CallAsync(answer.Access));

        await window.GoAsync("/agents");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign Desk assistant out" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sign 'Desk assistant' out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Desk assistant" })).ToHaveCountAsync(0);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await program.CallAsync(answer.Access));
        Assert.Empty(window.Complaints);
        Assert.Empty(office.Complaints);
    }
}
