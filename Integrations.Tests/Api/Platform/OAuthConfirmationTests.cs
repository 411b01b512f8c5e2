using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Api.Platform;

/// <summary>A flow that a token started, over HTTP, as an attacker and as an honest person would go through it (SECURITY O4).</summary>
public sealed class OAuthConfirmationTests : IAsyncLifetime
{
    private readonly HubApp _hub = new HubApp().With("OAuth:ConfirmTokenStarted", "true");
    private HttpClient _attacker = null!;
    private string _account = "";

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        _attacker = await _hub.WithTokenOfAsync("admin@globex.test");
        using var anonymous = _hub.Anonymous();
        var all = await anonymous.GetFromJsonAsync<SandboxEntry[]>("/sandbox/credentials", JsonSerializerOptions.Web);
        _account = all!.First(c => c.Provider == "github" && c.Kind == "oauth2" && c.Behaviour == "healthy").Account;
    }

    public async ValueTask DisposeAsync()
    {
        _attacker.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact, Proves("O4")]
    public async Task WhoConfirmsHimself_AndSendsAnotherToTheVendor_GetsNoAccount()
    {
        var (id, state) = await StartAsync(_attacker);
        using var own = Browser();
        var vendor = await ConfirmAsync(own, state);
        using var victim = Browser();

        var outcome = await FinishAsync(victim, vendor);

        Assert.Equal(("failed", "permission_denied"), (outcome["status"], outcome["error"]));
        Assert.Equal(404, (int)(await _attacker.GetAsync(new Uri($"/api/tenant/integrations/{id}/connection", UriKind.Relative))).StatusCode);
    }

    [Fact, Proves("O4")]
    public async Task WhoConfirmsAndFinishesInOneBrowser_Connects_AndASecondTimeSeesTheSame()
    {
        var (id, state) = await StartAsync(_attacker);
        using var browser = Browser();
        var vendor = await ConfirmAsync(browser, state);
        Assert.Equal(vendor, await ConfirmAsync(browser, state));

        var callback = await ConsentAsync(browser, vendor);
        var (first, second) = (await VisitAsync(browser, callback), await VisitAsync(browser, callback));

        Assert.Equal("connected", first["status"]);
        Assert.Equal("connected", second["status"]);
        Assert.Equal(200, (int)(await _attacker.GetAsync(new Uri($"/api/tenant/integrations/{id}/connection", UriKind.Relative))).StatusCode);
        using var other = Browser();
        Assert.Equal("failed", (await VisitAsync(other, callback))["status"]);
    }

    [Fact, Proves("O4")]
    public async Task Page_NamesOrganizationRequesterAndVendor()
    {
        var (_, state) = await StartAsync(_attacker);
        using var browser = Browser();
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var requester = await db.OAuthStates.OrderByDescending(s => s.CreatedAt).Select(s => s.RequestedBy).FirstAsync();

        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(_hub.Address, $"/connect/confirm?state={state}")));

        Assert.NotEmpty(requester!);
        Assert.All(["Globex", requester!, "GitHub"], named => Assert.Contains(named, page, StringComparison.Ordinal));
    }

    [Fact, Proves("O4")]
    public async Task Confirmation_IsGivenOnce_ToOneBrowser()
    {
        var (_, state) = await StartAsync(_attacker);
        using var first = Browser();
        using var second = Browser();
        Assert.NotNull(await ConfirmAsync(first, state));

        Assert.Null(await ConfirmAsync(second, state));
        Assert.Null(await ConfirmAsync(second, "made-up-state-made-up-state-made-up-state-1"));
    }

    [Fact, Proves("O4")]
    public async Task FlowOfAKey_RefusesWhoIsSignedInElsewhere_BeforeAndAfterTheVendor()
    {
        using var key = await KeyOfAsync("admin@globex.test");
        var (id, state) = await StartAsync(key);
        using (var victim = await _hub.SignedInAsync("user@acme.test"))
        {
            Assert.DoesNotContain("name=\"state\"", await victim.GetStringAsync(new Uri($"/connect/confirm?state={state}", UriKind.Relative)), StringComparison.Ordinal);
        }

        using var browser = Browser();
        var vendor = await ConfirmAsync(browser, state);
        using (var signedIn = await HubApp.SignInAsync(browser, "user@acme.test", DemoOptions.DefaultPassword))
        {
            Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        }

        var outcome = await FinishAsync(browser, vendor);

        Assert.Equal(("failed", "permission_denied"), (outcome["status"], outcome["error"]));
        Assert.Equal(404, (int)(await _attacker.GetAsync(new Uri($"/api/tenant/integrations/{id}/connection", UriKind.Relative))).StatusCode);
    }

    [Theory, Proves("O4"), InlineData(true), InlineData(false)]
    public async Task FlowOfAKey_ConnectsForItsOwnPeople_AndNotOnceItIsRevoked(bool revoked)
    {
        using var key = await KeyOfAsync("admin@globex.test");
        var (id, state) = await StartAsync(key);
        using var browser = await _hub.SignedInAsync("admin@globex.test");
        var callback = await ConsentAsync(browser, await ConfirmAsync(browser, state));
        if (revoked)
        {
            var admin = await CallerAsync("admin@globex.test");
            foreach (var token in (await _hub.Services.GetRequiredService<ApiTokenService>().ListAsync(admin, new PageRequest(), default)).Value.Items)
            {
                await _hub.Services.GetRequiredService<ApiTokenService>().RevokeAsync(admin, token.Id, default);
            }
        }

        var outcome = await VisitAsync(browser, callback);

        Assert.Equal(revoked ? ("failed", "oauth.starter_gone") : ("connected", null), (outcome["status"], outcome["error"]));
        Assert.Equal(revoked ? 404 : 200, (int)(await _attacker.GetAsync(new Uri($"/api/tenant/integrations/{id}/connection", UriKind.Relative))).StatusCode);
    }

    /// <summary>The documents' example: start by API, open the address, allow, come back.</summary>
    [Fact, Proves("O4")]
    public async Task InDevelopment_TheDocumentsExampleCanBeFollowedByHand()
    {
        await using var hub = new HubApp();
        using var api = await hub.WithTokenOfAsync("admin@acme.test");
        var (_, address) = await StartAsync(api, hub: null);
        using var browser = Browser();

        Assert.DoesNotContain("/connect/confirm", address.OriginalString, StringComparison.Ordinal);
        Assert.Equal("connected", (await VisitAsync(browser, await ConsentAsync(browser, address)))["status"]);
    }

    private HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false }) { BaseAddress = _hub.Address };

    private async Task<(Guid Id, string State)> StartAsync(HttpClient api)
    {
        var (id, address) = await StartAsync(api, _hub);
        return (id, HttpUtility.ParseQueryString(address.Query)["state"]!);
    }

    private static async Task<(Guid Id, Uri Address)> StartAsync(HttpClient api, HubApp? hub)
    {
        var created = await ApiHub.SendAsync(api, "POST", "/api/tenant/integrations", new { integrationId = "github", name = $"GitHub {Guid.NewGuid():N}" });
        var id = created["id"].GetGuid();
        var started = await ApiHub.SendAsync(api, "POST", $"/api/tenant/integrations/{id}/connect/oauth", new { returnUrl = "/integrations" });
        var address = new Uri(started["authorizationUrl"].GetString()!);
        Assert.Equal(hub is not null, address.AbsolutePath == "/connect/confirm");
        return (id, address);
    }

    /// <summary>Opens the page and presses its button; null where it is refused.</summary>
    private async Task<Uri?> ConfirmAsync(HttpClient browser, string state)
    {
        var address = new Uri(_hub.Address, $"/connect/confirm?state={state}");
        var page = await browser.GetStringAsync(address);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "confirm",
            ["__RequestVerificationToken"] = page.Contains("__RequestVerificationToken", StringComparison.Ordinal) ? HubApp.FormToken(page) : "",
            ["state"] = state,
        });
        using var answer = await browser.PostAsync(new Uri(_hub.Address, "/connect/confirm"), form);
        if (answer.Headers.Location is { } location)
        {
            return new Uri(_hub.Address, location);
        }

        var text = await answer.Content.ReadAsStringAsync();
        const string Marker = "content=\"0;url=";
        var start = text.IndexOf(Marker, StringComparison.Ordinal);
        return start < 0 ? null : new Uri(WebUtility.HtmlDecode(text[(start + Marker.Length)..text.IndexOf('"', start + Marker.Length)]));
    }

    private async Task<Uri> ConsentAsync(HttpClient browser, Uri? vendor)
    {
        Assert.NotNull(vendor);
        return (await SandboxConsent.AllowAsync(browser, vendor, new SandboxAccount(_account, _account, SandboxBehaviour.Healthy))).Address;
    }

    private async Task<System.Collections.Specialized.NameValueCollection> FinishAsync(HttpClient browser, Uri? vendor) => await VisitAsync(browser, await ConsentAsync(browser, vendor));

    private static async Task<System.Collections.Specialized.NameValueCollection> VisitAsync(HttpClient browser, Uri callback)
    {
        using var answer = await browser.GetAsync(callback);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return HttpUtility.ParseQueryString(new Uri(callback, answer.Headers.Location!).Query);
    }

    private async Task<HttpClient> KeyOfAsync(string email)
    {
        var key = (await _hub.Services.GetRequiredService<ApiTokenService>().CreateForOrganizationAsync(await CallerAsync(email), new NewApiToken("Deploy", TokenScopes.All), default)).Value;
        var client = _hub.Anonymous();
        var token = await ApiHub.SendAsync(client, "POST", "/api/auth/token", new { clientId = key.Row.ClientId, clientSecret = key.Text.Reveal() });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token["accessToken"].GetString());
        return client;
    }

    private async Task<Caller> CallerAsync(string email)
    {
        await using var scope = _hub.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<IUserStore<Core.Identity.Organizations.User>>().FindByNameAsync(email.ToUpperInvariant(), CancellationToken.None))!;
        var standing = (await _hub.Services.GetRequiredService<UserDirectory>().FindEnabledAsync(user.Id, CancellationToken.None))!;
        return new Caller(standing.Id, standing.OrganizationId, standing.Role) { DisplayName = email, SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
    }
}
