using System.Net;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting;

namespace Integrations.Tests.Hosting;

public sealed class SecurityHeadersTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory, Proves("S12")]
    [InlineData("/")]
    [InlineData("/app.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/no-such-page")]
    [InlineData("/api/no-such-route")]
    public async Task EveryAnswer_CarriesTheHeaders(string address)
    {
        using var client = hub.Anonymous();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

        foreach (var name in new[] { "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy" })
        {
            Assert.True(answer.Headers.Contains(name), $"{address} lacks {name}");
        }

        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal(("nosniff", "same-origin"), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single()));
    }

    [Fact, Proves("S12")]
    public async Task AnswersForSomeoneSignedIn_AreNotKept()
    {
        using var browser = await hub.SignedInAsync("admin@acme.test");
        using var program = await hub.WithTokenOfAsync("admin@acme.test");
        using var page = await browser.GetAsync(new Uri("/integrations", UriKind.Relative));
        using var answer = await program.GetAsync(new Uri("/api/tenant/integrations", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, answer.StatusCode));
        Assert.Equal((true, true), (page.Headers.CacheControl?.NoStore, answer.Headers.CacheControl?.NoStore));
    }

    [Theory, Proves("S12")]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Production_TellsBrowsersToComeByHttpsForAYear(string scheme, bool isTold)
    {
        await using var production = new HubApp().InEnvironment("Production").With("Hub:PublicOrigin", "https://hub.example.org").With("Hub:KnownProxies:0", "127.0.0.1");
        using var client = production.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Host = "hub.example.org";
        request.Headers.Add("X-Forwarded-Proto", scheme);
        using var answer = await client.SendAsync(request);

        Assert.Equal(isTold ? "max-age=31536000" : null, answer.Headers.TryGetValues("Strict-Transport-Security", out var told) ? told.Single() : null);
    }

    [Fact, Proves("B5")]
    public async Task Page_HasNoInlineScript()
    {
        using var client = hub.Anonymous();
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.DoesNotMatch("<script(?![^>]*\\ssrc=)", page);
        Assert.DoesNotMatch("\\son[a-z]+=\"", page);
    }

    [Fact, Proves("B5")]
    public void Policy_AllowsScriptsFromTheHubOnly()
    {
        var policy = SecurityHeaders.ContentSecurityPolicy(new Uri("https://hub.example.org"));

        Assert.Equal(
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' wss://hub.example.org; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
            policy);
    }

    [Fact]
    public async Task BlazorScript_IsServedWhole()
    {
        using var client = hub.Anonymous();
        using var answer = await client.GetAsync(new Uri("/_framework/blazor.web.js", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length > 100_000);
    }
}
