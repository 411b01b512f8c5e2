using System.Net;
using Integrations.Connectors.Http;
using Integrations.Tests.EndToEnd.VendorClients;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>The hub with an OpenID provider that was written elsewhere (oidc-provider) in Microsoft's place, and a person's browser.</summary>
internal sealed class OpenIdBench : IAsyncDisposable
{
    public const string Directory = "11111111-2222-3333-4444-555555555555";
    public const string OtherDirectory = "99999999-8888-7777-6666-555555555555";

    // Where the provider sends the person back to; the bench goes on at the hub's real address.
    private const string PublicOrigin = "http://127.0.0.1:59871";

    private readonly HubApp _hub;

    private OpenIdBench(HubApp hub, NodeServer server) => (_hub, Server) = (hub, server);

    public NodeServer Server { get; }

    /// <param name="tenant">As <c>Auth:Microsoft:Tenant</c> has it.</param>
    /// <param name="metadataDirectory">The directory that the provider's metadata names, or Microsoft's place for one.</param>
    /// <param name="host">Of Microsoft's sign-in service.</param>
    public static async Task<OpenIdBench> StartAsync(NodeCounterparts node, string tenant = "organizations", string metadataDirectory = "{tenantid}", string host = "login.microsoftonline.com")
    {
        var server = await node.ServeAsync("openid", new
        {
            issuer = $"https://{host}/{Directory}/v2.0",
            directory = Directory,
            metadataIssuer = $"https://{host}/{metadataDirectory}/v2.0",
            clientId = "hub",
            clientSecret = "a-secret-of-the-hub",
            redirectUri = $"{PublicOrigin}/account/microsoft/callback",
        });
        return new OpenIdBench(await HubAsync(server.Origin, tenant, host), server);
    }

    /// <summary>A hub whose Microsoft is at an address where no one listens, or where something else does.</summary>
    public static async Task<HubApp> HubAsync(Uri microsoft, string tenant = "organizations", string host = "login.microsoftonline.com")
    {
        var hub = new HubApp()
            .With("Sandbox:Enabled", "false")
            .With("Hub:PublicOrigin", PublicOrigin)
            .With("Auth:Microsoft:ClientId", "hub")
            .With("Auth:Microsoft:ClientSecret", "a-secret-of-the-hub")
            .With("Auth:Microsoft:Tenant", tenant)
            .With("Auth:Microsoft:Instance", $"https://{host}/")
            .Serving(services => services.PostConfigure<VendorHttpOptions>(vendors =>
            {
                vendors.SandboxOrigin = microsoft;
                vendors.SandboxHosts.Add(host);
            }));
        await hub.InitializeAsync();
        // The documented limits are proven elsewhere; here they would only be in the way.
        hub.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.SignIn = 1_000_000;
        return hub;
    }

    public HttpClient Stranger() => _hub.WithCookies();

    public Task<HttpClient> SignedInAsync(string email) => _hub.SignedInAsync(email);

    /// <summary>Goes where the browser would, until the hub has answered what the provider sent.</summary>
    /// <returns>The page of the hub that the person ends at.</returns>
    public Task<string> FollowAsync(HttpClient browser, string path) => FollowAsync(_hub, browser, path);

    public static async Task<string> FollowAsync(HubApp hub, HttpClient browser, string path)
    {
        var at = new Uri(hub.Address, path);
        for (var hops = 0; hops < 12; hops++)
        {
            using var answer = await browser.GetAsync(at);
            if (answer.Headers.Location is not { } location)
            {
                Assert.Fail($"{at.GetLeftPart(UriPartial.Path)} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }

            var next = new Uri(at, answer.Headers.Location);
            next = next.OriginalString.StartsWith(PublicOrigin, StringComparison.Ordinal) ? new Uri(hub.Address, next.PathAndQuery) : next;
            if (next.Authority == hub.Address.Authority && !next.AbsolutePath.StartsWith("/account/microsoft", StringComparison.Ordinal))
            {
                return next.PathAndQuery;
            }

            at = next;
        }

        throw new InvalidOperationException("The redirects had no end.");
    }

    public static async Task<HttpStatusCode> StatusOfAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_hub).DisposeAsync();
        await Server.DisposeAsync();
    }
}
