using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Integrations.Core.Demo;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>One window of a test.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    /// <summary>Light and narrow are looked at whole; of what is dark only colours differ, and what lies between is seen in its picture.</summary>
    private static readonly (string Theme, int Width, Looked Looks)[] Looks =
    [
        ("light", 1440, Looked.Whole), ("dark", 1440, Looked.AtColours), ("light", 768, Looked.AtPicture), ("dark", 768, Looked.AtPicture), ("light", 360, Looked.Whole), ("dark", 360, Looked.AtPicture),
    ];

    private readonly IBrowserContext _window;
    private readonly ConcurrentQueue<string> _complaints = [];
    private int _clicks;

    internal BrowserPage(IBrowserContext window, IPage page)
    {
        _window = window;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    private static bool KeepsPictures => Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 };

    public IPage Page { get; }

    /// <summary>Errors in the console and in scripts, violations of the content security policy among them.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Clicks and taps since <see cref="CountClicksAsync"/>, told by the browser itself, on every page that was open, the vendor's included.</summary>
    public int Clicks => Volatile.Read(ref _clicks);

    /// <summary>Counts from the next page on.</summary>
    public async Task CountClicksAsync()
    {
        await _window.ExposeFunctionAsync("tellClick", () => { Interlocked.Increment(ref _clicks); });
        await _window.AddInitScriptAsync("addEventListener('pointerdown', press => { if (press.isTrusted) tellClick(); }, true)");
    }

    /// <summary>Goes to a page and waits until its circuit has rendered it, so that clicks are heard.</summary>
    public async Task GoAsync(string address)
    {
        await Page.GotoAsync(address);
        await Page.Locator(".shell[data-interactive=true]").WaitForAsync();
    }

    /// <summary>Goes to any page, live or plain, and waits until it shows what it has to show.</summary>
    public async Task OpenAsync(string address)
    {
        var answer = await Page.GotoAsync(address);
        if ((await answer!.TextAsync()).Contains("\"type\":\"server\"", StringComparison.Ordinal))
        {
            await Page.Locator(".shell[data-interactive=true]").WaitForAsync();
        }

        await Expect(Page.Locator(".skeleton")).ToHaveCountAsync(0);
        await Expect(Page.Locator("main .spin")).ToHaveCountAsync(0);
    }

    /// <summary>Nothing on the page keeps people out, by all rules of axe.</summary>
    public async Task AccessibleAsync()
    {
        var violations = (await Page.RunAxe()).Violations;
        Assert.True(violations.Length == 0, string.Join("\n", violations.Select(v => $"{v.Id}: {v.Help} {string.Join(" | ", v.Nodes.Select(n => n.Html))}")));
    }

    /// <summary>The page as it stands, in another theme and width, as someone sees it who switches theme or turns a phone.</summary>
    public async Task PutOnAsync(string theme, int width)
    {
        await Page.SetViewportSizeAsync(width, 900);
        if (await Page.Locator("html").GetAttributeAsync("data-theme") is { } worn && worn != theme)
        {
            // By script: on a phone the switch may be out of sight, and a plain page has none.
            await Page.EvaluateAsync("""
                theme => {
                  document.documentElement.dataset.theme = theme;
                  document.querySelector("meta[name=color-scheme]").content = theme;
                }
                """, theme);
        }
    }

    /// <summary>What keeps someone out of the page as it stands: axe's findings, and scrolling sideways.</summary>
    public async Task<IReadOnlyList<string>> ObstaclesAsync(bool onlyColours = false)
    {
        var wanted = onlyColours
            ? new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } }
            : new AxeRunOptions { Rules = new Dictionary<string, RuleOptions>(StringComparer.Ordinal) { ["target-size"] = new() { Enabled = true } } };
        // What passed is not read, and telling it costs more than finding it out.
        wanted.ResultTypes = [ResultType.Violations];
        var obstacles = (await Page.RunAxe(wanted)).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}").ToList();
        return [.. obstacles, .. await SidewaysAsync()];
    }

    private async Task<IReadOnlyList<string>> SidewaysAsync() => await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth") ? ["scrolls sideways"] : [];

    /// <summary>
    /// The page as it stands, in both themes and at the widths of a desk, a tablet and a phone: nothing keeps people out, and a picture of
    /// each is kept. What only pictures differ in is looked at where pictures are kept.
    /// </summary>
    public async Task InEveryLookAsync(string name)
    {
        var obstacles = await LookedAtAsync(name);
        Assert.True(obstacles.Count == 0, string.Join(Environment.NewLine, obstacles));
    }

    /// <summary>The same, where what is found is told once all pages were looked at.</summary>
    public async Task<IReadOnlyList<string>> LookedAtAsync(string name)
    {
        var found = new List<string>();
        var (size, worn) = (Page.ViewportSize!, await Page.Locator("html").GetAttributeAsync("data-theme") ?? "light");
        foreach (var (theme, width, looks) in Looks)
        {
            if (looks == Looked.AtPicture && !KeepsPictures)
            {
                continue;
            }

            await PutOnAsync(theme, width);
            await PictureAsync($"{name}-{theme}-{width}");
            var obstacles = looks == Looked.AtPicture ? await SidewaysAsync() : await ObstaclesAsync(onlyColours: looks == Looked.AtColours);
            found.AddRange(obstacles.Select(obstacle => $"{name} ({theme}, {width}): {obstacle}"));
        }

        await PutOnAsync(worn, size.Width);
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        return found;
    }

    /// <summary>Signs a demo account in by the form, as a person would, and ends on the dashboard.</summary>
    public async Task SignInAsync(string email)
    {
        await Page.GotoAsync("/account/sign-in");
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(DemoOptions.DefaultPassword);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.Locator(".shell[data-interactive=true]").WaitForAsync();
    }

    /// <summary>From now on the window has an authenticator that keeps passkeys, knows its person and says yes.</summary>
    public async Task PlugInAuthenticatorAsync()
    {
        var session = await _window.NewCDPSessionAsync(Page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    /// <summary>Waits until the window shows an address of the hub; says what it shows instead when it never does.</summary>
    public async Task ArriveAtAsync(string path)
    {
        try
        {
            await Assertions.Expect(Page).ToHaveURLAsync(new Uri(new Uri(Page.Url), path).ToString());
        }
        catch (PlaywrightException late)
        {
            var shown = await Page.Locator("body").InnerTextAsync();
            Assert.Fail($"Still at {Page.Url} instead of {path}.\n{string.Join('\n', _complaints)}\n{shown}\n{late.Message}");
        }
    }

    /// <summary>Keeps a picture in <c>artifacts/screenshots</c> for a person to look at, where <c>SCREENSHOTS</c> is set.</summary>
    public async Task PictureAsync(string name, [CallerFilePath] string source = "")
    {
        if (KeepsPictures)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root(source), "artifacts", "screenshots", $"{name}.png") });
        }
    }

    /// <summary>The same, and in the place of the documents' picture of that name where <c>TOUR_PICTURES</c> is set.</summary>
    public async Task TourPictureAsync(string name, [CallerFilePath] string source = "")
    {
        await PictureAsync($"tour-{name}");
        if (Environment.GetEnvironmentVariable("TOUR_PICTURES") is { Length: > 0 })
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root(source), "docs", "images", $"{name}.png") });
        }
    }

    /// <summary>Writes down where the window was and what stood there, which a runner prints when the test failed, and shuts it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            var words = await Page.Locator("body").InnerTextAsync(new() { Timeout = 1_000 });
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, [$"At the end: {Page.Url}", .. _complaints, words[..Math.Min(words.Length, 2_000)]]));
        }
        catch (Exception gone) when (gone is PlaywrightException or TimeoutException or InvalidOperationException)
        {
            // The window is shut, on its way elsewhere, or the test is over: then there is nothing to tell.
        }

        await _window.DisposeAsync();
    }

    /// <summary>How much of a look is held against rules.</summary>
    private enum Looked
    {
        Whole,
        AtColours,
        AtPicture,
    }
}
