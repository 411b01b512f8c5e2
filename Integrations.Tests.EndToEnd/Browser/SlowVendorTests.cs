using System.Diagnostics.Metrics;
using Integrations.Connectors.Http;
using Integrations.Core.Management;
using Integrations.Sandbox;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>A vendor that takes ten minutes for an answer, and a person who does not wait.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SlowVendorTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Page_ThatIsLeft_CancelsItsVendorCalls()
    {
        // Longer than anything here is waited for: what ends the call is the person who has left.
        _hub.Services.GetRequiredService<IOptions<VendorHttpOptions>>().Value.InteractiveDeadline = TimeSpan.FromHours(1);
        var sandbox = _hub.Services.GetRequiredService<SandboxOptions>();
        sandbox.SlowFor = TimeSpan.Zero;
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await _hub.SandboxCredentialAsync("github", "api_key", "token", "slow") };
        var id = (await _hub.Services.GetRequiredService<IntegrationActions>().CreateOrganizationIntegrationAsync(admin, new CreateIntegration("github", "Slow code", fields), CancellationToken.None)).Value;
        await using var window = await browser.OpenAsync(_hub);
        await window.SignInAsync("user@acme.test");
        using var calls = new VendorCalls(_hub.Address.Port);
        sandbox.SlowFor = TimeSpan.FromMinutes(10);

        await window.GoAsync($"/integrations/{id}/search");
        await Eventually.ValueAsync(() => Task.FromResult(calls.Running), running => running > 0);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByText("Ada Lindqvist")).ToBeVisibleAsync();

        // Its deadline alone would keep the call for an hour.
        Assert.Equal(0, await Eventually.ValueAsync(() => Task.FromResult(calls.Running), running => running == 0));
        Assert.Empty(window.Complaints);
    }

    /// <summary>How many calls to the sandbox are on their way, as the HTTP client itself counts them.</summary>
    private sealed class VendorCalls : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _running;

        public VendorCalls(int port)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.active_requests" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, change, tags, _) =>
            {
                foreach (var (name, value) in tags)
                {
                    if (name == "server.port" && value is int asked && asked == port)
                    {
                        Interlocked.Add(ref _running, change);
                    }
                }
            });
            _listener.Start();
        }

        public long Running => Interlocked.Read(ref _running);

        public void Dispose() => _listener.Dispose();
    }
}
