using System.Net;
using System.Net.Http.Headers;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Reachability;
using Microsoft.AspNetCore.Http;

namespace Integrations.Tests.Hosting.Reachability;

/// <summary>Pages that are asked for the wrong way: each way has its own sentence, and none ends in a fault.</summary>
public sealed class WrongWayTests
{
    private const string Origin = "https://hub.example.org";

    [Theory]
    [InlineData(Origin, "http", "hub.example.org", "", "PlainHttp")]
    [InlineData(Origin, "http", "localhost:5080", "", "PlainHttp")]
    [InlineData(Origin, "http", "hub.example.org", "X-Forwarded-For", "PlainHttp")]
    [InlineData(Origin, "http", "hub.example.org", "X-Forwarded-Proto", "ProxyNotTrusted")]
    [InlineData(Origin, "http", "hub.example.org", "X-Original-Proto", "ProxySaysHttp")]
    [InlineData(Origin, "https", "10.0.0.5", "X-Original-Proto", "ForeignHost")]
    [InlineData(Origin, "https", "hub.example.org:8443", "", "ForeignHost")]
    [InlineData(Origin, "https", "HUB.example.org", "", null)]
    [InlineData(Origin, "https", "hub.example.org:443", "X-Original-Proto", null)]
    [InlineData(null, "http", "localhost:5080", "", null)]
    [InlineData(null, "http", "127.0.0.1:5080", "", null)]
    [InlineData(null, "http", "[::1]:5080", "", null)]
    [InlineData("http://localhost:5080", "http", "127.0.0.1:5080", "", null)]
    [InlineData(null, "http", "hub.example.org", "", "NoPublicOrigin")]
    [InlineData(null, "http", "192.168.1.7:5080", "", "NoPublicOrigin")]
    [InlineData(null, "http", "localhost:5080", "X-Forwarded-For", "NoPublicOrigin")]
    [InlineData(null, "http", "localhost:5080", "X-Forwarded-Proto", "ProxyNotTrusted")]
    [InlineData(null, "https", "hub.example.org", "X-Original-Proto", "NoPublicOrigin")]
    public void Way_IsToldApart(string? origin, string scheme, string host, string header, string? way)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (scheme, new HostString(host));
        if (header.Length > 0)
        {
            request.Headers[header] = "http";
        }

        Assert.Equal(way, WayHere.Refuse(request, origin is null ? null : new Uri(origin))?.ToString());
    }

    [Fact]
    public async Task Production_PlainHttpFromElsewhere_AnswersEveryPageWithTheHeaderThatIsMissing()
    {
        await using var hub = new HubApp().InEnvironment("Production").With("Hub:PublicOrigin", Origin);
        using var client = hub.Anonymous();

        foreach (var address in new[] { "/", "/account/sign-in", "/integrations", "/nothing/here", "/account/choose-password?token=x" })
        {
            using var answer = await PageAsync(client, address);
            var page = await answer.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
            Assert.Contains("X-Forwarded-Proto", page, StringComparison.Ordinal);
            Assert.Contains("Hub:KnownProxies", page, StringComparison.Ordinal);
            Assert.Contains($"href=\"{Origin}/\"", page, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        // Programs have no cookies, and service managers ask by plain http.
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/api/tenant/integrations", UriKind.Relative))).StatusCode);
    }

    [Fact, Proves("S1")]
    public async Task Production_BehindATrustedProxy_SignInOpens_WithHostCookies_AndAForeignHostDoesNot()
    {
        await using var hub = new HubApp().InEnvironment("Production").With("Hub:PublicOrigin", Origin).With("Hub:KnownProxies:0", "127.0.0.1");
        using var client = hub.Anonymous();

        using var right = await PageAsync(client, "/account/sign-in", ("X-Forwarded-Proto", "https"), ("Host", "hub.example.org"));
        using var foreign = await PageAsync(client, "/account/sign-in", ("X-Forwarded-Proto", "https"), ("Host", "other.example.org"));
        using var plain = await PageAsync(client, "/account/sign-in", ("X-Forwarded-Proto", "http"), ("Host", "hub.example.org"));

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.All(right.Headers.GetValues("Set-Cookie"), cookie => Assert.True(
            cookie.StartsWith("__Host-", StringComparison.Ordinal) && cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase), cookie));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, foreign.StatusCode);
        Assert.Contains("another host than Hub:PublicOrigin", await foreign.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, plain.StatusCode);
        Assert.Contains("redirect http to https", await plain.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_ProxyThatIsNotNamed_IsTold_InGermanToo()
    {
        await using var hub = new HubApp().InEnvironment("Production").With("Hub:PublicOrigin", Origin);
        using var client = hub.Anonymous();

        using var english = await PageAsync(client, "/", ("X-Forwarded-Proto", "https"), ("Host", "hub.example.org"));
        using var german = await PageAsync(client, "/", ("X-Forwarded-Proto", "https"), ("Host", "hub.example.org"), ("Accept-Language", "de"));

        Assert.Contains("an address that the hub does not believe", await english.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("von einer Adresse, der der Hub nicht glaubt", WebUtility.HtmlDecode(await german.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_ForATrialOnLoopback_NeedsNoTls_ForProgramsWithoutABrowsersExceptionToo()
    {
        await using var hub = new HubApp().InEnvironment("Staging").With("Demo:Seed", "true");
        // Keeps cookies as RFC 6265 says, without an exception for loopback.
        using var client = await hub.SignedInAsync("user@acme.test");

        using var page = await PageAsync(client, "/account");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static async Task<HttpResponseMessage> PageAsync(HttpClient client, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
