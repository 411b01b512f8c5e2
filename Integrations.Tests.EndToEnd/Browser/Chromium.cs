using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Integrations.Core.Demo;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>
/// The system's Chromium, driven by Playwright. <c>CHROMIUM_PATH</c> says where it is; without one the browser tests are skipped,
/// unless <c>BROWSER_TESTS=required</c>.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    /// <summary>Milliseconds, for everything that is waited for: machines are shared, and what is there is not waited for.</summary>
    private const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string Executable => Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return;
        }

        // The library's own five seconds pass on a busy machine before a page has answered a click.
        SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Quiet, Timeout = 2 * Patience });
    }

    /// <summary>A fresh window on the hub: own cookies, own circuit. What the page complains about is in <see cref="BrowserPage.Complaints"/>.</summary>
    /// <param name="host">A name of this machine that the window uses in place of its number.</param>
    public Task<BrowserPage> OpenAsync(HubApp hub, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, string language = "en-US", string? host = null) =>
        OpenAsync(host is null ? hub.Address : new UriBuilder(hub.Address) { Host = host }.Uri, width, height, scheme, language);

    /// <summary>The same on a hub that another process runs.</summary>
    /// <param name="takesAnyCertificate">For a hub behind a certificate of the test's own.</param>
    public async Task<BrowserPage> OpenAsync(
        Uri hub, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, string language = "en-US", bool takesAnyCertificate = false)
    {
        if (_browser is null)
        {
            if (Environment.GetEnvironmentVariable("BROWSER_TESTS") == "required")
            {
                Assert.Fail($"Browser tests are required, and there is no browser at {Executable}. Install Chromium or set CHROMIUM_PATH.");
            }

            Assert.Skip($"No browser at {Executable}. Install Chromium or set CHROMIUM_PATH to run this test.");
        }

        var window = await _browser.NewContextAsync(new()
        {
            BaseURL = hub.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = language,
            IgnoreHTTPSErrors = takesAnyCertificate,
        });
        window.SetDefaultTimeout(Patience);
        return new BrowserPage(window, await window.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>One window of a test.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
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
        if (await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"))
        {
            obstacles.Add("scrolls sideways");
        }

        return obstacles;
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
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 })
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root(source), "artifacts", "screenshots", $"{name}.png") });
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
}
