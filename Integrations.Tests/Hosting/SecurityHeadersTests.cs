using System.Net;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting;

namespace Integrations.Tests.Hosting;

public sealed class SecurityHeadersTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/app.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/no-such-page")]
    [InlineData("/api/no-such-route")]
    public async Task S12_EveryAnswer_CarriesTheHeaders(string address)
    {
        using var client = hub.Anonymous();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

        foreach (var name in new[] { "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy" })
        {
            Assert.True(answer.Headers.Contains(name), $"{address} lacks {name}");
        }

        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task B5_Page_HasNoInlineScript()
    {
        using var client = hub.Anonymous();
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.DoesNotMatch("<script(?![^>]*\\ssrc=)", page);
        Assert.DoesNotMatch("\\son[a-z]+=\"", page);
    }

    [Fact]
    public void B5_Policy_AllowsScriptsFromTheHubOnly()
    {
        var policy = SecurityHeaders.ContentSecurityPolicy(new Uri("https://hub.example.org"));

        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self' wss://hub.example.org;", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
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
