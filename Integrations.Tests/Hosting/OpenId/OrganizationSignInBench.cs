using System.Net;
using System.Web;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn.OpenId;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Hosting.OpenId;

/// <summary>The hub whose organization Acme signs in with a provider of the test's, and the browsers of its people.</summary>
internal sealed class OrganizationSignInBench : IAsyncDisposable
{
    public const string ClientId = "hub";
    public const string ClientSecret = "a-secret-of-the-hub";

    private readonly HubApp _hub;

    private OrganizationSignInBench(HubApp hub, Guid organizationId) => (_hub, OrganizationId) = (hub, organizationId);

    public HubApp Hub => _hub;

    public Guid OrganizationId { get; }

    public string Callback => new Uri(_hub.Address, OpenIdHosting.CallbackPath(OrganizationId)).AbsoluteUri;

    /// <param name="opensLoopback">As an operator opens a network; without it providers on this machine are forbidden.</param>
    public static async Task<OrganizationSignInBench> StartAsync(bool opensLoopback = true, Action<HubApp>? more = null)
    {
        var hub = new HubApp().With("Sandbox:Enabled", "false");
        if (opensLoopback)
        {
            hub.With("Egress:AllowedPrivateNetworks:0", "127.0.0.0/8");
        }

        more?.Invoke(hub);
        await hub.InitializeAsync();
        // The documented limits are proven elsewhere; here they would only be in the way.
        hub.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.SignIn = 1_000_000;
        return new OrganizationSignInBench(hub, await OrganizationAsync(hub, "admin@acme.test"));
    }

    /// <summary>As an administrator saves it; settings before are changed.</summary>
    public async Task<Result<Done>> SaveAsync(Action<OrganizationSignInSettings> change)
    {
        var service = _hub.Services.GetRequiredService<OrganizationSignInService>();
        var admin = await AdministratorAsync();
        var view = (await service.GetAsync(admin, CancellationToken.None)).Value;
        var settings = new OrganizationSignInSettings { Name = "Acme ID", ClientId = ClientId, ClientSecret = ClientSecret, Domains = "acme.test", IsOn = true };
        if (view.Settings is { } stored)
        {
            (settings.Issuer, settings.CreatesAccounts, settings.RoleClaim, settings.AdministratorValues) = (stored.Issuer, stored.CreatesAccounts, stored.RoleClaim, stored.AdministratorValues);
        }

        change(settings);
        return await service.SaveAsync(admin, settings, view.Version, CancellationToken.None);
    }

    public async Task SetAsync(string issuer, Action<OrganizationSignInSettings>? change = null)
    {
        var saved = await SaveAsync(settings =>
        {
            settings.Issuer = issuer;
            change?.Invoke(settings);
        });
        Assert.Null(saved.Failure);
    }

    public async Task<Caller> AdministratorAsync() =>
        new(await UserAsync("admin@acme.test", u => u.Id), OrganizationId, Role.TenantAdmin) { SessionId = Guid.NewGuid(), AuthenticatedAt = DateTimeOffset.UtcNow, DisplayName = "admin@acme.test" };

    public Task<T> UserAsync<T>(string email, Func<User, T> of) => ReadAsync(async db => of(await db.Users.AsNoTracking().SingleAsync(u => u.Email == email)));

    public async Task<T> ReadAsync<T>(Func<IntegrationsDbContext, Task<T>> read)
    {
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    public HttpClient Stranger() => _hub.WithCookies();

    /// <summary>A stranger signs in with the provider.</summary>
    /// <returns>The page of the hub that the person ends at, and who they are there; null for a stranger.</returns>
    public async Task<(string Page, string? Who)> SignInAsync()
    {
        using var browser = Stranger();
        return (await FollowAsync(browser, OpenIdHosting.SignInAddress(OrganizationId, "/integrations")), await WhoAsync(browser));
    }

    /// <summary>Goes where the browser would, until the hub has answered what the provider sent.</summary>
    public async Task<string> FollowAsync(HttpClient browser, string path)
    {
        var callback = await ToCallbackAsync(browser, path);
        return IsHub(callback) && callback.AbsolutePath.EndsWith("/callback", StringComparison.Ordinal) ? await EndAsync(browser, callback) : callback.PathAndQuery;
    }

    /// <summary>Goes to the provider and up to the address that it sends the browser to, which is not opened.</summary>
    public async Task<Uri> ToCallbackAsync(HttpClient browser, string path)
    {
        var at = new Uri(_hub.Address, path);
        for (var hops = 0; hops < 10; hops++)
        {
            var next = await NextAsync(browser, at);
            if (IsHub(next))
            {
                return next;
            }

            at = next;
        }

        throw new InvalidOperationException("The redirects had no end.");
    }

    /// <summary>Opens the callback's address.</summary>
    public async Task<string> EndAsync(HttpClient browser, Uri callback)
    {
        using var answer = await browser.GetAsync(callback);
        if (answer.Headers.Location is { } location)
        {
            return new Uri(_hub.Address, location).PathAndQuery;
        }

        var body = await answer.Content.ReadAsStringAsync();
        const string Refresh = "content=\"0;url=";
        Assert.True(body.Contains(Refresh, StringComparison.Ordinal), $"{(int)answer.StatusCode}: {body}");
        var start = body.IndexOf(Refresh, StringComparison.Ordinal) + Refresh.Length;
        return WebUtility.HtmlDecode(body[start..body.IndexOf('"', start)]);
    }

    /// <summary>The address of who is signed in; null for a stranger.</summary>
    public async Task<string?> WhoAsync(HttpClient browser)
    {
        using var answer = await browser.GetAsync(new Uri("/account", UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return null;
        }

        var page = await answer.Content.ReadAsStringAsync();
        var people = await ReadAsync(db => db.Users.AsNoTracking().Select(u => u.Email!).ToListAsync());
        return people.Single(email => page.Contains(email, StringComparison.Ordinal));
    }

    public static string? Outcome(string page) =>
        page.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? HttpUtility.ParseQueryString(page[at..])[OpenIdAnswer.Outcome] : null;

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)_hub).DisposeAsync();

    private static async Task<Guid> OrganizationAsync(HubApp hub, string email)
    {
        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return (await db.Users.SingleAsync(u => u.Email == email)).OrganizationId!.Value;
    }

    private bool IsHub(Uri address) => address.Authority == _hub.Address.Authority;

    private static async Task<Uri> NextAsync(HttpClient browser, Uri at)
    {
        using var answer = await browser.GetAsync(at);
        if (answer.Headers.Location is null)
        {
            Assert.Fail($"{at.GetLeftPart(UriPartial.Path)} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        return new Uri(at, answer.Headers.Location);
    }
}
