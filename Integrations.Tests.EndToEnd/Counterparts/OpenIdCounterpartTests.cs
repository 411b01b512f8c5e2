using System.Net;
using System.Web;
using Integrations.Testing;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>Signing in with Microsoft against an OpenID provider that was written elsewhere: npm's oidc-provider.</summary>
public sealed class OpenIdCounterpartTests(NodeCounterparts node, ITestOutputHelper output) : IClassFixture<NodeCounterparts>
{
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Identity tokens and answers that let no one in.</summary>
    private static readonly (string What, object Order)[] Refused =
    [
        ("nonce of another flow", new { claims = new { nonce = "another" } }),
        ("no nonce", new { without = new[] { "nonce" } }),
        ("issuer of another directory", new { claims = new { iss = $"https://login.microsoftonline.com/{OpenIdBench.OtherDirectory}/v2.0" } }),
        ("issuer elsewhere", new { claims = new { iss = $"https://login.elsewhere.test/{OpenIdBench.Directory}/v2.0" } }),
        ("directory that the issuer is not", new { claims = new { tid = OpenIdBench.OtherDirectory } }),
        ("no directory", new { without = new[] { "tid" } }),
        ("expired", new { claims = new { iat = Now - 7_200, exp = Now - 3_600 } }),
        ("no end", new { without = new[] { "exp" } }),
        ("not valid yet", new { claims = new { nbf = Now + 3_600 } }),
        ("for another client", new { claims = new { aud = "another" } }),
        ("signed by another key", new { key = "other" }),
        ("not signed", new { alg = "none" }),
        ("no identity token", new { without = new[] { "id_token" } }),
        ("no subject", new { without = new[] { "sub" } }),
        ("code refused", new { status = 400, body = new { error = "invalid_grant", error_description = "AADSTS54005: OAuth2 Authorization code was already redeemed" } }),
        ("answer of a proxy", new { status = 502, body = "<html>Bad gateway</html>" }),
        ("answer that is no JSON", new { status = 200, body = "<html>Hello</html>" }),
    ];

    [Fact]
    public async Task Person_LinksTheAccountAndSignsInWithIt_ByCodeWithPkceAndNonce()
    {
        await using var bench = await OpenIdBench.StartAsync(node);
        using var person = await bench.SignedInAsync("user@acme.test");
        using var browser = bench.Stranger();

        Assert.Equal("unknown", Outcome(await bench.FollowAsync(browser, "/account/microsoft")));
        Assert.Equal("linked", Outcome(await bench.FollowAsync(person, "/account/microsoft/link")));
        Assert.Equal("/integrations", await bench.FollowAsync(browser, "/account/microsoft?returnUrl=/integrations"));

        Assert.Equal(HttpStatusCode.OK, await OpenIdBench.StatusOfAsync(browser, "/account"));
        var seen = await bench.Server.CountsAsync();
        Assert.Equal((3, 3, 3), (seen.GetProperty("pkce").GetInt32(), seen.GetProperty("nonce").GetInt32(), seen.GetProperty("tokens").GetInt32()));
        Assert.All(seen.GetProperty("prompts").EnumerateArray(), prompt => Assert.Equal("select_account", prompt.GetString()));
    }

    [Fact]
    public async Task ForgedAndBrokenAnswers_LeadBackToSignIn_AndLetNobodyIn()
    {
        await using var bench = await OpenIdBench.StartAsync(node);
        using var person = await bench.SignedInAsync("user@acme.test");
        Assert.Equal("linked", Outcome(await bench.FollowAsync(person, "/account/microsoft/link")));
        var wrong = new List<string>();

        foreach (var (what, order) in Refused)
        {
            using var browser = bench.Stranger();
            await bench.Server.OrderAsync(order);
            var ended = await bench.FollowAsync(browser, "/account/microsoft");
            if (Outcome(ended) != "failed" || await OpenIdBench.StatusOfAsync(browser, "/account") == HttpStatusCode.OK)
            {
                wrong.Add($"{what}: {ended}");
            }
        }

        Assert.Empty(wrong);
        output.WriteLine($"counterpart: oidc-provider: {Refused.Length} forged or broken answers let no one in");
    }

    [Fact]
    public async Task ProviderThatHangsUp_IsToldAsUnreachable_AndTheNextTryWorks()
    {
        await using var bench = await OpenIdBench.StartAsync(node);
        using var browser = bench.Stranger();
        await bench.Server.OrderAsync(new { destroy = true });

        Assert.Equal("unreachable", Outcome(await bench.FollowAsync(browser, "/account/microsoft")));
        Assert.Equal("unknown", Outcome(await bench.FollowAsync(browser, "/account/microsoft")));
    }

    [Theory]
    [InlineData("common", "{tenantid}", "login.microsoftonline.com", "unknown")]
    [InlineData(OpenIdBench.Directory, OpenIdBench.Directory, "login.microsoftonline.com", "unknown")]
    [InlineData(OpenIdBench.OtherDirectory, OpenIdBench.OtherDirectory, "login.microsoftonline.com", "failed")]
    [InlineData(OpenIdBench.OtherDirectory, "{tenantid}", "login.microsoftonline.com", "failed")]
    [InlineData("organizations", "{tenantid}", "login.microsoftonline.us", "unknown")]
    public async Task Tenant_DecidesWhoseIdentityCounts(string tenant, string metadataDirectory, string host, string expected)
    {
        await using var bench = await OpenIdBench.StartAsync(node, tenant, metadataDirectory, host);
        using var browser = bench.Stranger();

        // "unknown" says that the identity was verified, and that no account is linked to it.
        Assert.Equal(expected, Outcome(await bench.FollowAsync(browser, "/account/microsoft")));
    }

    [Fact]
    public async Task MicrosoftUnreachable_LeadsBackWithASentence()
    {
        var port = LoopbackPorts.Free();
        await using var hub = await OpenIdBench.HubAsync(new Uri($"http://127.0.0.1:{port}/"));
        using var browser = hub.WithCookies();
        using var person = await hub.SignedInAsync("user@acme.test");

        var back = await OpenIdBench.FollowAsync(hub, browser, "/account/microsoft?returnUrl=/integrations");

        Assert.Equal(("unreachable", "/integrations"), (Outcome(back), HttpUtility.ParseQueryString(back[back.IndexOf('?', StringComparison.Ordinal)..])["returnUrl"]));
        Assert.Contains("Microsoft could not be reached.", await browser.GetStringAsync(new Uri(back, UriKind.Relative)), StringComparison.Ordinal);
        var account = await OpenIdBench.FollowAsync(hub, person, "/account/microsoft/link");
        Assert.Equal("/account?microsoft=unreachable", account);
        Assert.Contains("Microsoft could not be reached.", await person.GetStringAsync(new Uri(account, UriKind.Relative)), StringComparison.Ordinal);
    }

    private static string? Outcome(string page) => page.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? HttpUtility.ParseQueryString(page[at..])["microsoft"] : null;
}
