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
