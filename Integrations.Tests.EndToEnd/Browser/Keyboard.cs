using Integrations.Core.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>
/// Someone without a mouse: reaches things with Tab, Shift+Tab and arrows and uses them with Enter, Space and Escape. It looks
/// at the page to know where the focus is, and touches nothing but keys.
/// </summary>
public sealed class Keyboard(IPage page)
{
    private const int Patience = 120;

    /// <summary>Tabs on until the thing has the focus; fails when Tab does not lead there.</summary>
    public Task ReachAsync(ILocator target) => WalkAsync(target, "Tab");

    /// <summary>The same backwards.</summary>
    public Task ReachBackAsync(ILocator target) => WalkAsync(target, "Shift+Tab");

    public async Task PressAsync(string key) => await page.Keyboard.PressAsync(key);

    public async Task TypeAsync(string text) => await page.Keyboard.TypeAsync(text);

    /// <summary>Reaches a link or a button and uses it.</summary>
    public async Task UseAsync(ILocator target)
    {
        await ReachAsync(target);
        await PressAsync("Enter");
    }

    /// <summary>Reaches a box and ticks it.</summary>
    public async Task TickAsync(ILocator target)
    {
        await ReachAsync(target);
        await PressAsync("Space");
        await Expect(target).ToBeCheckedAsync();
    }

    /// <summary>Reaches a field and fills it in.</summary>
    public async Task FillAsync(ILocator target, string text)
    {
        await ReachAsync(target);
        await TypeAsync(text);
    }

    /// <summary>Signs a demo account in; the form waits with the focus in its first field.</summary>
    public async Task SignInAsync(string email)
    {
        await page.GotoAsync("/account/sign-in");
        await Expect(page.GetByLabel("E-mail address")).ToBeFocusedAsync();
        await TypeAsync(email);
        await PressAsync("Tab");
        await TypeAsync(DemoOptions.DefaultPassword);
        await PressAsync("Enter");
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
    }

    private async Task WalkAsync(ILocator target, string key)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var step = 0; step < Patience; step++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await PressAsync(key);
        }

        Assert.Fail($"{Patience} times {key} do not lead to {target}.");
    }
}
