using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Http;
using Integrations.Core.Connections;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>A hub whose program has no sandbox reaches one on another host, for every provider, by <c>Providers:{key}:BaseUrl</c> alone.</summary>
public sealed class SandboxElsewhereTests(SandboxElsewhereTests.Hub hub) : IClassFixture<SandboxElsewhereTests.Hub>
{
    [Theory]
    [InlineData("github")]
    [InlineData("jira")]
    [InlineData("google_calendar")]
    [InlineData("google_drive")]
    [InlineData("google_meet")]
    [InlineData("microsoft_outlook")]
    [InlineData("slack")]
    [InlineData("dropbox")]
    public async Task Provider_LedThereBySettings_SignsInAndSearches(string provider)
    {
        var id = await hub.Connected.SignInAtVendorAsync(hub.Connected.User, provider);

        await SearchAsync(hub.Connected.User, id);
        Assert.DoesNotContain(hub.Connected.Sandbox.Origin.Authority, await HostsOfAsync(id), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", "api_key")]
    [InlineData("jira", "basic")]
    [InlineData("jira", "api_key")]
    [InlineData("slack", "api_key")]
    [InlineData("dropbox", "api_key")]
    [InlineData("n8n", "api_key")]
    [InlineData("zapier", "api_key")]
    public async Task Provider_LedThereBySettings_TakesAPastedCredential(string provider, string kind) =>
        await SearchAsync(hub.Connected.Admin, await hub.Connected.ConnectAsync(hub.Connected.Admin, provider, kind));

    /// <summary>Each way to connect of the providers that are files.</summary>
    public static TheoryData<string, string> Declared
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (provider, kind) in DeclarativeProviders.All.SelectMany(one => one.Manifest.Auth.Select(method => (one.Provider, method.Kind))))
            {
                data.Add(provider, kind);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Declared))]
    public async Task ProviderFile_LedThereBySettings_ConnectsAndSearches(string provider, string kind) => await SearchAsync(
        hub.Connected.Admin,
        kind == "oauth2" ? await hub.Connected.SignInAtVendorAsync(hub.Connected.Admin, provider) : await hub.Connected.ConnectAsync(hub.Connected.Admin, provider, kind));

    [Fact]
    public void EveryProviderOfTheCatalogThatCallsAVendor_IsAmongThem()
    {
        var known = hub.Connected.Get<ConnectorCatalog>().All.Where(entry => !entry.Manifest.UserUrl).Select(entry => entry.Manifest.Key);

        Assert.Equal(
            known.Order(StringComparer.Ordinal),
            new[] { "github", "jira", "google_calendar", "google_drive", "google_meet", "microsoft_outlook", "slack", "dropbox", "n8n", "zapier" }.Concat(DeclarativeProviders.All.Select(one => one.Provider)).Order(StringComparer.Ordinal));
    }

    [Fact, Proves("T10")]
    public void Gateway_OfOneProvider_LeavesTheOthersAlone_AndTellsVendorsHostsApart()
    {
        var options = new VendorHttpOptions();
        options.Gateways["google_calendar"] = "http://127.0.0.1:7070/sandbox/{host}";
        var led = options.RouteOf("google_calendar");
        var calendar = new Uri("https://www.googleapis.com/calendar/v3/users/me?x=1");

        Assert.Equal("http://127.0.0.1:7070/sandbox/www.googleapis.com/calendar/v3/users/me?x=1", led.Resolve(calendar).AbsoluteUri);
        Assert.Equal(calendar, options.RouteOf("google_drive").Resolve(calendar));
        Assert.Equal("www.googleapis.com", led.VendorHost(led.Resolve(calendar)));
        Assert.Equal("evil.example", led.VendorHost(new Uri("http://127.0.0.1:7070/sandbox/evil.example/x")));
        Assert.True(led.IsOurs(led.Resolve(calendar)));
        Assert.False(led.IsOurs(new Uri("http://127.0.0.1:7070/elsewhere")));
        // A link that the gateway itself gave is followed as it is.
        Assert.Equal(led.Resolve(calendar), led.Resolve(led.Resolve(calendar)));
    }

    [Fact, Proves("V7")]
    public async Task Production_DoesNotLeadEveryVendorIntoASandbox()
    {
        await using var production = new HubApp().InEnvironment("Production").With("Hub:PublicOrigin", "https://hub.example.org").With("Vendors:SandboxOrigin", "http://127.0.0.1:7070");

        var refusal = Assert.ThrowsAny<Exception>(() => production.Anonymous());
        Assert.Contains("Vendors:SandboxOrigin", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sandbox_AsAProgramOfItsOwn_ListsItsAccounts_AndSendsPeopleBackToAKnownHubOnly()
    {
        using var sandbox = await SandboxProcess.StartAsync("--Sandbox:HubOrigins:0=https://hub.example.org");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = sandbox.Address };

        var credentials = await http.GetFromJsonAsync<JsonElement>(new Uri("/sandbox/credentials", UriKind.Relative));
        Assert.NotEqual(0, credentials.GetArrayLength());
        Assert.Equal("/sandbox", (await http.GetAsync(new Uri("/", UriKind.Relative))).Headers.Location?.OriginalString);

        using var known = await http.GetAsync(Consent("https://hub.example.org/api/integrations/oauth/callback"));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Contains("https://hub.example.org", known.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var unknown = await http.GetAsync(Consent("https://other.example.org/api/integrations/oauth/callback"));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("Sandbox:HubOrigins", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        static Uri Consent(string callback) => new(
            "/sandbox/accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=sandbox-google_calendar-client&state=s&code_challenge_method=S256"
            + $"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&scope=openid&redirect_uri={Uri.EscapeDataString(callback)}",
            UriKind.Relative);
    }

    [Fact]
    public async Task Sandbox_WithAWrongOrigin_SaysSo_AndEnds()
    {
        using var program = Process.Start(SandboxProcess.Start("--urls=http://127.0.0.1:0", "--Sandbox:HubOrigins:0=hub.example.org/path"))!;
        var said = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("Sandbox:HubOrigins", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private async Task SearchAsync(Caller caller, Guid id)
    {
        using var opened = (await hub.Connected.Get<VendorSessions>().OpenAsync(caller, id, background: false, CancellationToken.None)).Match(open => open, failure => throw new InvalidOperationException(failure.Message));
        var account = await opened.Entry.Connector.GetAccountAsync(opened.Session, CancellationToken.None);
        Assert.True(account.IsSuccess, account.Failure?.ToString());
        if (opened.Entry.Connector is ISearchEntities searching)
        {
            var page = await searching.SearchAsync(opened.Session, new EntityQuery("a", 5), CancellationToken.None);
            Assert.True(page.IsSuccess, page.Failure?.ToString());
        }
    }

    private Task<string> HostsOfAsync(Guid id) =>
        hub.Connected.WithDatabaseAsync(async db => string.Join(' ', (await db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id)).Hosts));

    public sealed class Hub : IAsyncLifetime
    {
        public ConnectedHub Connected { get; } = new() { BySettings = true };

        public ValueTask InitializeAsync() => Connected.InitializeAsync();

        public ValueTask DisposeAsync() => Connected.DisposeAsync();
    }
}
